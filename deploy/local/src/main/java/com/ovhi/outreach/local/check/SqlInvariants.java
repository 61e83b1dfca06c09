package com.ovhi.outreach.local.check;

import com.ovhi.outreach.local.check.evidence.SuiteDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The invariants that are queries, from {@code deploy/chaos/invariants.sql}. */
final class SqlInvariants {

    private static final String FILE = "/invariants.sql";
    private static final String COMMENT = "-- ";
    private static final String AT_ANY_TIME = COMMENT + "at any time";

    private SqlInvariants() {}

    /**
     * An invariant as a query.
     *
     * @param name its number and what must hold
     * @param sql finds what violates it, ids in the first column
     * @param atAnyTime whether it holds in every moment, not only when all has calmed down
     */
    record Query(String name, String sql, boolean atAnyTime) {

        List<String> violations(SuiteDatabase database) throws SQLException {
            return database.query(sql, row -> String.valueOf(row.getString(1)));
        }
    }

    /** All of them, in the order of the file. */
    static List<Query> all() {
        return read(FILE);
    }

    /** The queries of a file beside this one. */
    static List<Query> read(String file) {
        return parse(text(file));
    }

    /** Reads a file: paragraphs of a comment, whose first line is the name, and one statement; others are for people. */
    static List<Query> parse(String text) {
        var queries = new ArrayList<Query>();
        for (var paragraph : text.split("\n\\s*\n")) {
            var lines = paragraph.strip().lines().toList();
            var name = lines.stream().filter(line -> line.startsWith(COMMENT)).findFirst();
            var sql = lines.stream().filter(line -> !line.startsWith(COMMENT)).collect(Collectors.joining("\n"));
            if (name.isPresent() && !sql.isBlank()) {
                if (!sql.endsWith(";")) {
                    throw new IllegalArgumentException("No end of statement: " + name.get());
                }
                queries.add(new Query(
                        name.get().substring(COMMENT.length()),
                        sql.substring(0, sql.length() - 1),
                        lines.contains(AT_ANY_TIME)));
            }
        }
        return queries;
    }

    private static String text(String name) {
        try (var file = SqlInvariants.class.getResourceAsStream(name)) {
            if (file == null) {
                throw new IllegalStateException("There is no " + name);
            }
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
