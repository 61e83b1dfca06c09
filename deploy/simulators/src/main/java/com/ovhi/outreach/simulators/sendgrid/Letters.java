package com.ovhi.outreach.simulators.sendgrid;

import com.ovhi.outreach.simulators.callbacks.Callback;
import com.ovhi.outreach.simulators.ledger.Entry;
import com.ovhi.outreach.simulators.world.Provider;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What patients write by mail, as the parse webhook posts it. */
final class Letters {

    static final String TYPE = "multipart/form-data; boundary=xYzZYsimulated";

    private static final String BOUNDARY = "--xYzZYsimulated";

    private Letters() {}

    /**
     * An answer, with the message it answers quoted below it as mail programs do.
     *
     * @param message that it answers, null when it answers none
     * @param to where it is sent
     */
    static Callback answer(
            @Nullable Entry message, String id, String from, String to, String text, String url, Instant at) {
        Map<String, Object> form = new LinkedHashMap<>();
        form.put("headers", headers(message, id, from, to, at));
        form.put("dkim", "{@" + from.substring(from.indexOf('@') + 1) + " : pass}");
        form.put("to", to);
        form.put("from", from);
        form.put("text", text + (message == null ? "" : quoted(message.text())));
        form.put("envelope", "{\"to\":[\"" + to + "\"],\"from\":\"" + from + "\"}");
        form.put("attachments", "0");
        form.put("subject", "Re: " + (message == null ? "" : message.detail("subject")));
        form.put("charsets", "{\"to\":\"UTF-8\",\"subject\":\"UTF-8\",\"from\":\"UTF-8\",\"text\":\"utf-8\"}");
        form.put("SPF", "pass");
        return Callback.inbound(Provider.SENDGRID, message == null ? 0 : message.seq(), id, at, url, form);
    }

    /** The body of the request. */
    static byte[] body(Callback letter) {
        StringBuilder body = new StringBuilder();
        letter.payload()
                .forEach((name, value) -> body.append(BOUNDARY)
                        .append("\r\nContent-Disposition: form-data; name=\"")
                        .append(name)
                        .append("\"\r\n\r\n")
                        .append(value)
                        .append("\r\n"));
        return body.append(BOUNDARY).append("--\r\n").toString().getBytes(StandardCharsets.UTF_8);
    }

    private static String headers(@Nullable Entry message, String id, String from, String to, Instant at) {
        return "From: " + from + "\nTo: " + to + "\nMessage-ID: <" + id + ">\n"
                + (message == null ? "" : "In-Reply-To: <" + message.message() + "@ismtpd.sendgrid.net>\n")
                + "Date: " + DateTimeFormatter.RFC_1123_DATE_TIME.format(at.atOffset(ZoneOffset.UTC)) + "\n";
    }

    private static String quoted(String text) {
        return text.lines()
                .map(line -> "> " + line)
                .reduce("\n\nThe clinic wrote:", (some, line) -> some + "\n" + line);
    }
}
