package org.simplesignin.testing.http;

import java.util.ArrayList;
import java.util.List;

/// The whole table.
final class ConformanceTable {
    /// How many rows there are.
    static final int ROWS = 636;

    private ConformanceTable() {}

    static List<Row> rows(Listening listening) {
        List<Row> rows = new ArrayList<>();
        rows.addAll(ConnectionRows.of(listening));
        rows.addAll(HeadRows.of(listening));
        rows.addAll(BodyRows.of(listening));
        rows.addAll(TargetRows.of(listening));
        return rows;
    }
}
