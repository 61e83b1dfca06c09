package com.ovhi.outreach.preference.imports;

import com.ovhi.outreach.common.crypto.FieldCipher;
import com.ovhi.outreach.common.crypto.Sealed;
import com.ovhi.outreach.common.web.ProblemException;
import com.ovhi.outreach.preference.imports.Lines.Line;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Tables {@code consent_imports} and {@code consent_import_chunks}. All methods run in the caller's transaction. */
@Component
class Imports {

    private final JdbcClient jdbc;
    private final FieldCipher cipher;
    private final Clock clock;

    Imports(JdbcClient jdbc, FieldCipher cipher, Clock clock) {
        this.jdbc = jdbc;
        this.cipher = cipher;
        this.clock = clock;
    }

    void open(String id, long organization, String actor, Header header) {
        jdbc.sql("""
                INSERT INTO consent_imports (id, organization_id, actor, header, state, created_at)
                VALUES (?, ?, ?, ?, 'receiving', ?)""")
                .params(id, organization, actor, header.code(), Timestamp.from(clock.instant()))
                .update();
    }

    /** @throws ProblemException 409 when the file was given up in the meantime */
    void keep(String id, int chunk, List<Line> lines) {
        var receiving = jdbc.sql("SELECT id FROM consent_imports WHERE id = ? AND state = 'receiving' FOR UPDATE")
                .param(id)
                .query((row, number) -> row.getString("id"))
                .optional();
        if (receiving.isEmpty()) {
            throw givenUp();
        }
        var packed = lines.stream().map(Line::packed).collect(Collectors.joining("\n"));
        jdbc.sql("INSERT INTO consent_import_chunks (import_id, chunk, content) VALUES (?, ?, ?)")
                .params(id, chunk, cipher.seal(packed, context(id, chunk)).ciphertext())
                .update();
    }

    /**
     * The whole file is there.
     *
     * @throws org.springframework.dao.DuplicateKeyException when the organisation gave us the same file before
     * @throws ProblemException 409 when the file was given up in the meantime
     */
    void received(String id, String sha256, int rows, int chunks) {
        var updated = jdbc.sql("""
                        UPDATE consent_imports SET content_sha256 = ?, row_count = ?, chunk_count = ?, state = 'queued'
                        WHERE id = ? AND state = 'receiving'""").params(sha256, rows, chunks, id).update();
        if (updated == 0) {
            throw givenUp();
        }
    }

    private static ProblemException givenUp() {
        return ProblemException.conflict("import-given-up", "The file took too long; please send it again");
    }

    /** Forgets a file that is still being received; one that was received whole stays. */
    void forget(String id) {
        var forgotten = jdbc.sql("DELETE FROM consent_imports WHERE id = ? AND state = 'receiving'")
                .param(id)
                .update();
        if (forgotten == 1) {
            jdbc.sql("DELETE FROM consent_import_chunks WHERE import_id = ?")
                    .param(id)
                    .update();
        }
    }

    /** Files that were begun before and never received whole. */
    List<String> abandoned(Instant before) {
        return jdbc.sql("SELECT id FROM consent_imports WHERE state = 'receiving' AND created_at < ?")
                .param(Timestamp.from(before))
                .query((row, number) -> row.getString("id"))
                .list();
    }

    Optional<Import> find(String id, long organization) {
        return jdbc.sql("SELECT * FROM consent_imports WHERE id = ? AND organization_id = ?")
                .params(id, organization)
                .query(Imports::row)
                .optional();
    }

    Optional<Import> findByContent(long organization, String sha256) {
        return jdbc.sql("SELECT * FROM consent_imports WHERE organization_id = ? AND content_sha256 = ?")
                .params(organization, sha256)
                .query(Imports::row)
                .optional();
    }

    /** Newest first, before a given one. */
    List<Import> list(long organization, @Nullable String before, int limit) {
        return jdbc.sql("""
                        SELECT * FROM consent_imports WHERE organization_id = ? AND state <> 'receiving' AND id < ?
                        ORDER BY id DESC LIMIT ?""")
                .params(organization, before == null ? "~" : before, limit)
                .query(Imports::row)
                .list();
    }

    /** The oldest file with something left to do that nobody else is working on; those that were begun come first. */
    Optional<Import> claim() {
        return claim("running").or(() -> claim("queued"));
    }

    private Optional<Import> claim(String state) {
        return jdbc.sql("SELECT * FROM consent_imports WHERE state = ? ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED")
                .param(state)
                .query(Imports::row)
                .optional();
    }

    List<Line> lines(String id, int chunk) {
        var sealed = jdbc.sql("SELECT content FROM consent_import_chunks WHERE import_id = ? AND chunk = ?")
                .params(id, chunk)
                .query(String.class)
                .single();
        return Arrays.stream(cipher.open(new Sealed(sealed), context(id, chunk)).split("\n", -1))
                .map(Line::unpacked)
                .toList();
    }

    /** Counts what a chunk came to and forgets its lines. */
    void advance(Import file, int rows, int rejected, int outweighed) {
        var last = file.nextChunk() + 1 == file.chunks();
        jdbc.sql("DELETE FROM consent_import_chunks WHERE import_id = ? AND chunk = ?")
                .params(file.id(), file.nextChunk())
                .update();
        jdbc.sql("""
                UPDATE consent_imports SET next_chunk = next_chunk + 1, processed_rows = processed_rows + :rows,
                accepted_rows = accepted_rows + :rows - :rejected, rejected_rows = rejected_rows + :rejected,
                outweighed_rows = outweighed_rows + :outweighed, failures = 0, state = :state,
                finished_at = :finished WHERE id = :id""")
                .param("rows", rows)
                .param("rejected", rejected)
                .param("outweighed", outweighed)
                .param("state", last ? "done" : "running")
                .param("finished", last ? Timestamp.from(clock.instant()) : null)
                .param("id", file.id())
                .update();
    }

    /** A chunk could not be recorded; after too many times its file is given up. */
    void failed(String id, int attempts) {
        jdbc.sql("""
                UPDATE consent_imports SET failures = failures + 1,
                state = CASE WHEN failures >= ? THEN 'failed' ELSE state END WHERE id = ?""").params(attempts, id).update();
    }

    /** Takes up again what was given up; false when it was not. */
    boolean resume(String id, long organization) {
        return jdbc.sql("""
                        UPDATE consent_imports SET state = 'queued', failures = 0
                        WHERE id = ? AND organization_id = ? AND state = 'failed'""").params(id, organization).update() == 1;
    }

    private static Import row(ResultSet row, int number) throws SQLException {
        var finished = row.getTimestamp("finished_at");
        return new Import(
                row.getString("id"),
                row.getLong("organization_id"),
                row.getString("actor"),
                row.getString("content_sha256"),
                Header.ofCode(row.getString("header")),
                row.getString("state"),
                row.getInt("row_count"),
                row.getInt("chunk_count"),
                row.getInt("next_chunk"),
                row.getInt("processed_rows"),
                row.getInt("accepted_rows"),
                row.getInt("rejected_rows"),
                row.getInt("outweighed_rows"),
                row.getTimestamp("created_at").toInstant(),
                finished == null ? null : finished.toInstant());
    }

    private static String context(String id, int chunk) {
        return "consent_import_chunks|content|" + id + "|" + chunk;
    }

    /** A file of consents and how far it got. */
    record Import(
            String id,
            long organizationId,
            String actor,
            @Nullable String sha256,
            Header header,
            String state,
            int rows,
            int chunks,
            int nextChunk,
            int processed,
            int accepted,
            int rejected,
            int outweighed,
            Instant createdAt,
            @Nullable Instant finishedAt) {}
}
