package com.ovhi.outreach.reply.evaluation;

import com.ovhi.outreach.common.crypto.FieldCipher;
import com.ovhi.outreach.common.crypto.Sealed;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Intent;
import com.ovhi.outreach.common.ids.Purpose;
import com.ovhi.outreach.reply.understanding.Question;
import com.ovhi.outreach.reply.understanding.Situation;
import com.ovhi.outreach.reply.understanding.Understanding;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Reads once more, with the rules of today, what people have labelled (table {@code reply_labels}). Texts are opened for the
 * rules alone and leave this class neither whole nor in part. Call inside a transaction.
 */
@Component
class LabelledReplies {

    private final JdbcClient jdbc;
    private final FieldCipher cipher;
    private final Understanding understanding = Understanding.ofWordLists();

    LabelledReplies(JdbcClient jdbc, FieldCipher cipher) {
        this.jdbc = jdbc;
        this.cipher = cipher;
    }

    /**
     * Those labelled since then, the newest first.
     *
     * @param organization null for what belongs to nobody we know
     */
    Found since(@Nullable Long organization, Instant from, int limit) {
        var replies = jdbc.sql("""
            SELECT l.label, l.read_as, l.channel, m.id, m.from_address, m.body, m.provider_opt_out, m.button_payload,
                m.is_automatic, m.related_job_id, COALESCE(p.language, m.language) AS language, a.purpose
            FROM reply_labels l JOIN comm_inbound m ON m.id = l.inbound_id
                LEFT JOIN patients p ON p.patient_id = m.patient_id LEFT JOIN prompts a ON a.job_id = m.related_job_id
            WHERE l.organization_id <=> :organization AND l.labelled_at >= :from
            ORDER BY l.labelled_at DESC, l.inbound_id LIMIT :limit\
            """)
                .param("organization", organization)
                .param("from", Timestamp.from(from))
                .param("limit", limit)
                .query(this::read)
                .list();
        var opened = replies.stream().flatMap(Optional::stream).toList();
        return new Found(opened, replies.size() - opened.size());
    }

    /** Empty where its text does not open any more: whose key is gone must not hide what the others tell. */
    private Optional<LabelledReply> read(ResultSet row, int number) throws SQLException {
        try {
            return Optional.of(new LabelledReply(
                    row.getString("language"),
                    Intent.of(row.getString("label")),
                    Intent.of(row.getString("read_as")),
                    readNow(row)));
        } catch (FieldCipher.UnreadableSecret _) {
            return Optional.empty();
        }
    }

    private Intent readNow(ResultSet row) throws SQLException {
        var verdict = row.getString("provider_opt_out");
        if (row.getBoolean("is_automatic") && !"STOP".equals(verdict)) {
            return Intent.AUTO_REPLY;
        }
        var id = row.getString("id");
        var situation = new Situation(
                Channel.of(row.getString("channel")),
                row.getString("language"),
                question(row),
                verdict,
                row.getString("button_payload"),
                cipher.open(new Sealed(row.getString("from_address")), "inbound|from|" + id)
                        .startsWith("+1"));
        return understanding
                .understand(cipher.open(new Sealed(row.getString("body")), "inbound|body|" + id), situation)
                .intent();
    }

    /** What it answered, as far as that is known. */
    private static @Nullable Question question(ResultSet row) throws SQLException {
        if (row.getString("related_job_id") == null) {
            return null;
        }
        return Purpose.NO_SHOW.code().equals(row.getString("purpose")) ? Question.MISSED_VISIT : Question.VISIT;
    }

    /**
     * What there is.
     *
     * @param unreadable how many more have a label, and a text that does not open
     */
    record Found(List<LabelledReply> replies, int unreadable) {}
}
