//! One text for one value: JSON with its keys in order and no spaces, so that equal facts have equal digests.

use serde::Serialize;
use serde_json::Value;

/// The canonical text of a value.
///
/// # Errors
/// Where the value is none that JSON can say; the types of letters all are.
pub fn canonical(value: &impl Serialize) -> Result<String, serde_json::Error> {
    let mut text = String::new();
    write(&serde_json::to_value(value)?, &mut text);
    Ok(text)
}

fn write(value: &Value, text: &mut String) {
    match value {
        Value::Object(fields) => {
            // Whether a map of this library keeps its keys in order depends on who else uses it.
            let mut fields: Vec<_> = fields.iter().collect();
            fields.sort_unstable_by_key(|(name, _)| *name);
            text.push('{');
            for (at, (name, value)) in fields.into_iter().enumerate() {
                separate(at, text);
                text.push_str(&Value::from(name.as_str()).to_string());
                text.push(':');
                write(value, text);
            }
            text.push('}');
        }
        Value::Array(items) => {
            text.push('[');
            for (at, item) in items.iter().enumerate() {
                separate(at, text);
                write(item, text);
            }
            text.push(']');
        }
        plain => text.push_str(&plain.to_string()),
    }
}

fn separate(at: usize, text: &mut String) {
    if at > 0 {
        text.push(',');
    }
}

#[cfg(test)]
mod tests {
    use super::canonical;
    use serde_json::json;

    #[test]
    fn keys_are_in_order_at_every_depth_and_texts_are_escaped() {
        let value = json!({ "b": [ { "z": 1, "a": null } ], "a": "қ \"x\"\n" });
        assert_eq!(
            canonical(&value).unwrap(),
            r#"{"a":"қ \"x\"\n","b":[{"a":null,"z":1}]}"#
        );
    }
}
