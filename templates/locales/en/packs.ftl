# The code on a pack: why it was not read, and what helps.

pack-code-empty = Scan the code on the pack
pack-code-too-long = Longer than any code on a pack: { $n } characters at most. Scan one pack at a time
pack-code-not-gs1 = The scanner read a code of another kind ({ $symbology }). Scan the square code on the pack
pack-code-layout = The keyboard is switched to Kazakh or Russian letters. Switch it to English and scan again
pack-code-character = Sign { $n } ({ $sign }) cannot stand in the code of a pack. Scan again
pack-code-not-a-field = From sign { $n } on the code cannot be read. Scan again
pack-code-short-name = This is the number of a pack, not a code to scan. Choose that pack in the list
pack-code-unknown-field = The code holds field { $field }, which is not read here. Type in what is printed on the pack
pack-code-repeated = Field { $field } stands in the code twice. Scan one pack at a time
pack-code-cut = Field { $field } of the code is cut short. Scan again
pack-code-field-too-long = Field { $field } of the code is too long. Scan again
pack-code-not-digits = Field { $field } of the code must be digits. Scan again
pack-code-check-digit = The product’s number does not match its check digit. Scan again
pack-code-date-impossible = The last day of use in the code ({ $written }) is no date. Type in what is printed on the pack
pack-code-gtin-missing = The code names no product. Scan the square code on the pack
pack-code-separator-missing = The scanner lost the marks between the fields, and the code can be read in more than one way. Type in what is printed on the pack
