package com.ovhi.outreach.analytics.report;

import com.ovhi.outreach.common.web.ProblemException;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;

/** Tables as comma-separated values (RFC 4180). What a spreadsheet would take for a formula is made text. */
public final class Csv {

    private static final String FORMULA = "=+-@\t\r";

    private Csv() {}

    /**
     * Whether an answer is wanted as CSV.
     *
     * @throws ProblemException 400 for anything but {@code json} and {@code csv}
     */
    public static boolean wanted(String format) {
        return switch (format.toLowerCase(Locale.ROOT)) {
            case "csv" -> true;
            case "json" -> false;
            default -> throw ProblemException.badRequest("invalid-format", "'format' is json or csv");
        };
    }

    /** A file of rows under a heading; an empty field is a number that is not shown. */
    public static ResponseEntity<String> file(String name, List<String> heading, List<? extends List<?>> rows) {
        var text = new StringBuilder(line(heading));
        rows.forEach(row -> text.append(line(row)));
        return ResponseEntity.ok()
                .contentType(MediaType.parseMediaType("text/csv;charset=UTF-8"))
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        ContentDisposition.attachment()
                                .filename(name + ".csv")
                                .build()
                                .toString())
                .body(text.toString());
    }

    static String line(List<?> fields) {
        return fields.stream().map(Csv::field).collect(Collectors.joining(",", "", "\r\n"));
    }

    private static String field(@Nullable Object value) {
        if (value == null) {
            return "";
        }
        var text = value.toString();
        if (!(value instanceof Number) && !text.isEmpty() && FORMULA.indexOf(text.charAt(0)) >= 0) {
            text = "'" + text;
        }
        return text.matches("(?s).*[\",\r\n].*") ? '"' + text.replace("\"", "\"\"") + '"' : text;
    }
}
