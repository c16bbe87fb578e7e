"""A file in, plain rows of cells out: runs in a child process of its own, under limits.

Only the standard library is used here, so that the child starts at once and holds little. The XML
is read by expat in one pass: openpyxl needs five times as long and cannot stop at a far cell.

The child writes JSON lines: `{"sheet": name, "text": false}` (true for CSV), then `[row, cells]`
for each filled row, and at the end `{"done": true}` or `{"refused": …}`. `cells` begins at column
A; one of them is null (empty), a string (text) or `[kind, value]`; a cell that repeats its merged
neighbour is `[kind, value, anchor]`. Kinds: s text · n number, as the digits stored · u number
whose format shows another size (万) · d date · b yes or no · e error value · f formula without a
stored value.
"""
