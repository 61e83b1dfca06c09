package com.ovhi.outreach.analytics.permission;

import com.ovhi.outreach.analytics.permission.PermissionChanges.Change;
import com.ovhi.outreach.analytics.report.Access;
import com.ovhi.outreach.analytics.report.Csv;
import com.ovhi.outreach.analytics.report.Page;
import com.ovhi.outreach.analytics.report.SmallCells;
import com.ovhi.outreach.analytics.statistics.Span;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.security.Caller;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Permissions given and taken back, for the caller's organisation. */
@RestController
@RequestMapping("/api/v1/analytics/permissions")
@PreAuthorize(Access.READERS)
class PermissionController {

    private static final List<String> HEADING = List.of("day", "channel", "marketing", "opted_out", "opted_in");

    private final PermissionChanges changes;
    private final SmallCells cells;

    PermissionController(PermissionChanges changes, SmallCells cells) {
        this.changes = changes;
        this.cells = cells;
    }

    @GetMapping
    ResponseEntity<?> permissions(
            Caller caller,
            @RequestParam(required = false) @Nullable String from,
            @RequestParam(required = false) @Nullable String to,
            @RequestParam(defaultValue = "json") String format,
            @RequestParam(required = false) @Nullable String page,
            @RequestParam(required = false) @Nullable String size) {
        var span = Span.of(from, to);
        var part = Page.of(page, size);
        var csv = Csv.wanted(format);
        var found = changes.of(caller.organization(), span);
        var shown = cells.protect(found.stream().map(Change::counts).toList(), 2);
        var rows = new ArrayList<Row>();
        for (var i = 0; i < found.size(); i++) {
            var key = found.get(i).key();
            var counts = shown.rows().get(i);
            rows.add(new Row(key.day(), key.channel(), key.marketing(), counts[0], counts[1]));
        }
        return csv
                ? Csv.file(
                        "permissions", HEADING, rows.stream().map(Row::fields).toList())
                : ResponseEntity.ok(new Answer(
                        span.from(),
                        span.to(),
                        part.of(rows),
                        shown.totals()[0],
                        shown.totals()[1],
                        part.page(),
                        part.size(),
                        rows.size()));
    }

    /** @param optedOut in all rows; null when too few to be shown, in rows as well */
    record Answer(
            LocalDate from,
            LocalDate to,
            List<Row> rows,
            @Nullable Long optedOut,
            @Nullable Long optedIn,
            int page,
            int size,
            int totalRows) {}

    /** @param marketing whether it is about marketing only */
    record Row(
            LocalDate day,
            Channel channel,
            boolean marketing,
            @Nullable Long optedOut,
            @Nullable Long optedIn) {

        List<@Nullable Object> fields() {
            var fields = new ArrayList<@Nullable Object>();
            fields.add(day);
            fields.add(channel.code());
            fields.add(marketing);
            fields.add(optedOut);
            fields.add(optedIn);
            return fields;
        }
    }
}
