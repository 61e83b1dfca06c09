package com.ovhi.outreach.analytics.report;

import com.ovhi.outreach.common.web.ProblemException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which part of many rows is wanted.
 *
 * @param page from 0
 * @param size rows on it, 1 to {@value #LARGEST}
 */
public record Page(int page, int size) {

    /** The most rows an answer holds. */
    public static final int LARGEST = 1_000;

    /** Refuses pages that are none. */
    public Page {
        if (page < 0 || page > 1_000_000) {
            throw ProblemException.badRequest("invalid-page", "'page' is a number from 0");
        }
        if (size < 1 || size > LARGEST) {
            throw ProblemException.badRequest("invalid-size", "'size' is a number from 1 to " + LARGEST);
        }
    }

    /** Reads the parameters of a request; without them the first page, as large as it may be. */
    public static Page of(@Nullable String page, @Nullable String size) {
        return new Page(number("page", page, 0), number("size", size, LARGEST));
    }

    private static int number(String name, @Nullable String text, int otherwise) {
        try {
            return text == null ? otherwise : Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw ProblemException.badRequest("invalid-" + name, "'" + name + "' is a whole number");
        }
    }

    /** The rows on this page. */
    public <T> List<T> of(List<T> all) {
        var from = Math.min(all.size(), (long) page * size);
        return all.subList((int) from, (int) Math.min(all.size(), from + size));
    }
}
