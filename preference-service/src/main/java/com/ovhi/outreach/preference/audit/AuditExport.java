package com.ovhi.outreach.preference.audit;

import com.ovhi.outreach.common.contract.ContractJson;
import com.ovhi.outreach.common.web.ProblemException;
import com.ovhi.outreach.preference.audit.chain.ChainedEntry;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The forms in which entries leave. */
enum AuditExport {
    CSV("text/csv;charset=UTF-8", ".csv") {
        @Override
        String head() {
            return "seq,occurred_at,created_at,patient_id,user_id,action,details,ip_address,user_agent,hash\r\n";
        }

        @Override
        String line(AuditLine line) {
            return Stream.of(
                            line.seq(),
                            line.occurredAt(),
                            line.createdAt(),
                            line.patientId(),
                            line.userId(),
                            line.action(),
                            ContractJson.writeText(line.details()),
                            line.ipAddress(),
                            line.userAgent(),
                            line.hash())
                    .map(AuditExport::cell)
                    .collect(Collectors.joining(",", "", "\r\n"));
        }
    },
    NDJSON("application/x-ndjson;charset=UTF-8", ".ndjson") {
        @Override
        String head() {
            return "";
        }

        @Override
        String line(AuditLine line) {
            return ContractJson.writeText(line) + "\n";
        }
    };

    /** What a spreadsheet would take for a formula. */
    private static final Pattern FORMULA = Pattern.compile("^[\\s]*[=+\\-@\\t\\r|%].*", Pattern.DOTALL);

    private final String mediaType;
    private final String ending;

    AuditExport(String mediaType, String ending) {
        this.mediaType = mediaType;
        this.ending = ending;
    }

    static AuditExport of(String name) {
        return Stream.of(values())
                .filter(each -> each.name().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() -> ProblemException.badRequest("invalid-format", "'format' must be csv or ndjson"));
    }

    abstract String head();

    abstract String line(AuditLine line);

    String mediaType() {
        return mediaType;
    }

    String ending() {
        return ending;
    }

    Writing begin(OutputStream out) {
        return new Writing(this, new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8)));
    }

    /** Always quoted; an apostrophe keeps spreadsheets from calculating. */
    static String cell(@Nullable Object value) {
        var text = Objects.toString(value, "");
        var safe = FORMULA.matcher(text).matches() ? "'" + text : text;
        return '"' + safe.replace("\"", "\"\"") + '"';
    }

    /** An export under way. */
    static final class Writing {

        private final AuditExport form;
        private final BufferedWriter out;
        private boolean begun;

        private Writing(AuditExport form, BufferedWriter out) {
            this.form = form;
            this.out = out;
        }

        void write(ChainedEntry entry) {
            try {
                begin();
                out.write(form.line(AuditLine.of(entry)));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        void end() throws IOException {
            begin();
            out.flush();
        }

        private void begin() throws IOException {
            if (!begun) {
                begun = true;
                out.write(form.head());
            }
        }
    }
}
