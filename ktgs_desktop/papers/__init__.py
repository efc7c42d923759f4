"""Papers: letters with annexes as PDF and Word, page pictures, spreadsheets."""
