package com.ovhi.outreach.preference.imports;

import com.ovhi.outreach.common.ids.AuditAction;
import com.ovhi.outreach.common.ids.Ids;
import com.ovhi.outreach.common.web.ProblemException;
import com.ovhi.outreach.preference.audit.Actor;
import com.ovhi.outreach.preference.audit.AuditTrail;
import com.ovhi.outreach.preference.imports.Imports.Import;
import com.ovhi.outreach.preference.imports.Lines.Line;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Map;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Takes a file in, chunk by chunk, each in a transaction of its own, so that a slow sender holds no connection. Nothing
 * of it counts before all of it is there. The same file again is the same import.
 */
@Component
class ImportIntake {

    private final Imports imports;
    private final AuditTrail trail;
    private final ImportProperties properties;
    private final TransactionTemplate transactions;

    ImportIntake(
            Imports imports, AuditTrail trail, ImportProperties properties, PlatformTransactionManager transactions) {
        this.imports = imports;
        this.trail = trail;
        this.properties = properties;
        this.transactions = new TransactionTemplate(transactions);
    }

    Receipt take(InputStream body, long organization, Actor actor) throws IOException {
        var lines = new Lines(body, properties.maxLineBytes(), properties.maxBytes());
        var id = Ids.next().toString();
        try {
            var header = header(lines);
            transactions.executeWithoutResult(status -> imports.open(id, organization, actor.name(), header));
            return receipt(id, organization, lines, fill(id, lines), actor);
        } catch (Lines.TooLarge e) {
            forget(id);
            throw tooLarge("file-too-large", "bytes", properties.maxBytes());
        } catch (ProblemException | IOException e) {
            forget(id);
            throw e;
        }
    }

    private static Header header(Lines lines) throws IOException {
        var first = lines.next();
        if (first == null) {
            throw ProblemException.unprocessable("empty-file", "The file has no lines");
        }
        return Header.read(first.text());
    }

    /** Stores all rows and counts them. */
    private Filled fill(String id, Lines lines) throws IOException {
        var rows = 0;
        var chunks = 0;
        var chunk = new ArrayList<Line>(properties.chunk());
        for (var line = lines.next(); line != null; line = lines.next()) {
            rows++;
            if (rows > properties.maxRows()) {
                throw tooLarge("too-many-rows", "rows", properties.maxRows());
            }
            chunk.add(line);
            if (chunk.size() == properties.chunk()) {
                keep(id, chunks++, chunk);
            }
        }
        if (!chunk.isEmpty()) {
            keep(id, chunks++, chunk);
        }
        if (rows == 0) {
            throw ProblemException.unprocessable("empty-file", "The file has no rows");
        }
        return new Filled(rows, chunks);
    }

    private void keep(String id, int number, ArrayList<Line> chunk) {
        transactions.executeWithoutResult(status -> imports.keep(id, number, chunk));
        chunk.clear();
    }

    private Receipt receipt(String id, long organization, Lines lines, Filled filled, Actor actor) {
        var sha256 = lines.sha256Hex();
        try {
            return new Receipt(transactions.execute(status -> accept(id, organization, sha256, filled, actor)), true);
        } catch (DuplicateKeyException e) {
            forget(id);
            return new Receipt(
                    transactions.execute(status ->
                            imports.findByContent(organization, sha256).orElseThrow()),
                    false);
        }
    }

    private Import accept(String id, long organization, String sha256, Filled filled, Actor actor) {
        imports.received(id, sha256, filled.rows(), filled.chunks());
        trail.record(
                organization,
                null,
                actor,
                AuditAction.PREFERENCE_CHANGE,
                Map.of("cause", "consent-import", "import_id", id, "rows", Integer.toString(filled.rows())));
        return imports.find(id, organization).orElseThrow();
    }

    private void forget(String id) {
        transactions.executeWithoutResult(status -> imports.forget(id));
    }

    private static ProblemException tooLarge(String slug, String unit, long limit) {
        return ProblemException.of(HttpStatus.CONTENT_TOO_LARGE, slug, "A file may have " + limit + " " + unit)
                .with("limit", limit);
    }

    private record Filled(int rows, int chunks) {}

    /**
     * A file that was taken in.
     *
     * @param fresh false when it had been taken in before
     */
    record Receipt(Import file, boolean fresh) {}
}
