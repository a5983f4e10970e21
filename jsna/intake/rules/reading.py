"""What the readers find: files, rows and cells that are not what a contract asks for."""

from jsna.intake.rules.rule import SETS_ASIDE, STOPS, WARNS, Rule

RULES = (
    Rule("FILE-FOLDER", STOPS, "A folder stands where a file is expected"),
    Rule("FILE-UNREADABLE", STOPS, "The file cannot be opened"),
    Rule("FILE-EMPTY", STOPS, "The file or sheet holds nothing"),
    Rule("FILE-NO-ROWS", STOPS, "There are headers, and no row below them"),
    Rule("FILE-HUGE", STOPS, "The file is larger than may be opened; send it in parts"),
    Rule("FILE-BINARY", STOPS, "The file is neither text nor a workbook"),
    Rule("FILE-ARCHIVE", STOPS, "The workbook's archive may not be opened"),
    Rule("FILE-WORKBOOK", STOPS, "The workbook or Parquet file is damaged or protected"),
    Rule(
        "FILE-UNKNOWN", STOPS, "No row of headers is one that we know; name the columns as agreed"
    ),
    Rule("RETURN-MISSING", STOPS, "An organisation has not returned an extract that is expected"),
    Rule("FILE-TWICE", STOPS, "The same file was sent twice; the first was used"),
    Rule("FILE-COLUMNS", STOPS, "Columns that we cannot do without are missing"),
    Rule("FILE-COLUMN-TWICE", STOPS, "Two columns claim to be the same one; send one of them"),
    Rule(
        "FILE-NAMES",
        WARNS,
        "Names, addresses or pupil numbers were sent; they were dropped unread. Leave them out",
    ),
    Rule("READ-ENCODING", SETS_ASIDE, "A letter is damaged; save the file as UTF-8"),
    Rule("READ-WIDTH", SETS_ASIDE, "The row has more or fewer cells than the header"),
    Rule("READ-QUOTE", SETS_ASIDE, "A quotation mark is opened and not closed"),
    Rule("READ-CELL-ERROR", SETS_ASIDE, "A cell of the row holds an error of the spreadsheet"),
    Rule("READ-MERGED", SETS_ASIDE, "Cells are merged over several rows; write each row in full"),
    Rule("VALUE-MISSING", SETS_ASIDE, "A value is missing that we cannot do without"),
    Rule(
        "VALUE-UNREADABLE",
        SETS_ASIDE,
        "A value is not of the kind or list that the column asks for",
    ),
    Rule("VALUE-WITHHELD", SETS_ASIDE, "A marker stands where a value is needed; send the value"),
    Rule("VALUE-OUT-OF-RANGE", SETS_ASIDE, "A number lies outside what is possible"),
    Rule(
        "VALUE-DROPPED", WARNS, "A value that we can do without could not be read and was left out"
    ),
    Rule("DATE-ORDER", SETS_ASIDE, "The column is written month first; write days as 2021-08-31"),
)
