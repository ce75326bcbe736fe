# What supply needs of a case.

supply-title = Обеспечение препаратом
supply-next = Следующее введение
supply-lots = Использованные серии
supply-used-on = Использовано
