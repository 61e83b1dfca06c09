package com.ovhi.outreach.preference.imports;

import com.ovhi.outreach.common.security.Caller;
import com.ovhi.outreach.common.web.ProblemException;
import com.ovhi.outreach.preference.audit.Actor;
import com.ovhi.outreach.preference.imports.ImportErrors.Position;
import com.ovhi.outreach.preference.imports.ImportErrors.RowError;
import com.ovhi.outreach.preference.imports.Imports.Import;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Files of consents: give one in, look how far it is, read what is wrong with it. */
@RestController
@RequestMapping("/api/v1/consent-imports")
@PreAuthorize("hasAnyAuthority('core-system','compliance')")
class ImportController {

    private static final int MAX_LIMIT = 1_000;
    private static final Pattern FIELD = Pattern.compile("[a-z_]{1,32}");

    private final ImportIntake intake;
    private final ImportDesk desk;
    private final ImportWorker worker;

    ImportController(ImportIntake intake, ImportDesk desk, ImportWorker worker) {
        this.intake = intake;
        this.desk = desk;
        this.worker = worker;
    }

    @PostMapping(consumes = "text/csv")
    ResponseEntity<View> take(Caller caller, HttpServletRequest request) throws IOException {
        var receipt = intake.take(request.getInputStream(), caller.organization(), Actor.of(caller, request));
        worker.wake();
        var view = View.of(receipt.file());
        var at = URI.create("/api/v1/consent-imports/" + view.id());
        return receipt.fresh()
                ? ResponseEntity.accepted().location(at).body(view)
                : ResponseEntity.ok().location(at).body(view);
    }

    @GetMapping
    Page list(
            @RequestParam(required = false) @Nullable String before,
            @RequestParam(defaultValue = "50") int limit,
            Caller caller) {
        check(limit);
        var found = desk.list(caller.organization(), before, limit);
        return new Page(
                found.stream().map(View::of).toList(),
                found.size() < limit ? null : found.getLast().id());
    }

    @GetMapping("/{id}")
    View read(@PathVariable String id, Caller caller) {
        return View.of(desk.read(id, caller.organization()));
    }

    @PostMapping("/{id}/resume")
    View resume(@PathVariable String id, Caller caller) {
        var view = View.of(desk.resume(id, caller.organization()));
        worker.wake();
        return view;
    }

    @GetMapping(path = "/{id}/errors", produces = MediaType.APPLICATION_JSON_VALUE)
    Errors errors(
            @PathVariable String id,
            @RequestParam(required = false) @Nullable String after,
            @RequestParam(defaultValue = "100") int limit,
            Caller caller) {
        check(limit);
        var position = after == null ? Position.START : position(after);
        var found = desk.errors(id, caller.organization(), position, limit);
        return new Errors(
                found,
                found.size() < limit
                        ? null
                        : found.getLast().row() + "." + found.getLast().field());
    }

    @GetMapping(path = "/{id}/errors", produces = "text/csv")
    void report(@PathVariable String id, Caller caller, HttpServletResponse response) throws IOException {
        var errors = desk.errors(id, caller.organization(), Position.START, MAX_LIMIT);
        response.setContentType("text/csv;charset=UTF-8");
        response.setHeader(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"consent-import-errors.csv\"");
        var report = new ErrorReport(response.getWriter());
        while (!errors.isEmpty()) {
            report.add(errors);
            var last = errors.getLast();
            errors = desk.errors(id, caller.organization(), new Position(last.row(), last.field()), MAX_LIMIT);
        }
    }

    private static void check(int limit) {
        if (limit < 1 || limit > MAX_LIMIT) {
            throw ProblemException.badRequest("invalid-limit", "'limit' must be between 1 and " + MAX_LIMIT);
        }
    }

    private static Position position(String after) {
        try {
            var dot = after.indexOf('.');
            var field = after.substring(dot + 1);
            if (dot > 0 && FIELD.matcher(field).matches()) {
                return new Position(Integer.parseInt(after.substring(0, dot)), field);
            }
        } catch (NumberFormatException e) {
            // Refused below, like everything else that is no position.
        }
        throw ProblemException.badRequest("invalid-after", "'after' must be the 'next' of an earlier page");
    }

    /**
     * How far a file got.
     *
     * @param state {@code queued}, {@code running}, {@code done} or {@code failed}
     * @param outweighed rows that were recorded but grant what a revocation still forbids
     */
    record View(
            String id,
            String state,
            int rows,
            int processed,
            int accepted,
            int rejected,
            int outweighed,
            @Nullable String sha256,
            Instant createdAt,
            @Nullable Instant finishedAt) {

        static View of(Import file) {
            return new View(
                    file.id(),
                    file.state(),
                    file.rows(),
                    file.processed(),
                    file.accepted(),
                    file.rejected(),
                    file.outweighed(),
                    file.sha256(),
                    file.createdAt(),
                    file.finishedAt());
        }
    }

    /** @param next what to give as {@code before} for the next page, null when this is the last */
    record Page(List<View> imports, @Nullable String next) {}

    /** @param next what to give as {@code after} for the next page, null when this is the last */
    record Errors(List<RowError> errors, @Nullable String next) {}
}
