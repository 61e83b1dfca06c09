package com.ovhi.outreach.simulators.sendgrid;

import com.ovhi.outreach.simulators.exchange.Attempt;
import com.ovhi.outreach.simulators.ledger.Draft;
import com.ovhi.outreach.simulators.ledger.Entry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A mail send request, read for the ledger and for its recipients. */
final class Mail {

    private static final Pattern LINK = Pattern.compile("https?://[^\\s\"'<>]+");

    private final JsonNode mail;

    Mail(JsonNode mail) {
        this.mail = mail;
    }

    Attempt attempt(String path) {
        JsonNode first = mail.path("personalizations").path(0);
        Map<String, String> args = args(first);
        String to = first.path("to").path(0).path("email").asString("");
        return new Attempt(path, from(), to, args.get("job_id"), args, text(first));
    }

    boolean sandboxed() {
        return mail.path("mail_settings").path("sandbox_mode").path("enable").asBoolean(false);
    }

    @Nullable
    String from() {
        return mail.path("from").path("email").asString(null);
    }

    /** One ledger line for each recipient. */
    List<Draft> messages(String messageId) {
        List<Draft> messages = new ArrayList<>();
        for (JsonNode one : mail.path("personalizations")) {
            for (String list : List.of("to", "cc", "bcc")) {
                for (JsonNode recipient : one.path(list)) {
                    messages.add(message(one, recipient.path("email").asString(""), messageId));
                }
            }
        }
        return messages;
    }

    private Draft message(JsonNode one, String to, String messageId) {
        Map<String, String> args = args(one);
        JsonNode tracking = mail.path("tracking_settings");
        String html = content("text/html", one);
        Matcher link = LINK.matcher(html.isEmpty() ? content("text/plain", one) : html);
        return Draft.of(Entry.Kind.MESSAGE)
                .outcome("accepted", null)
                .between(from(), to)
                .message(messageId)
                .job(args.get("job_id"), args)
                .text(text(one))
                .detail(
                        "subject",
                        substituted(
                                one.path("subject")
                                        .asString(mail.path("subject").asString("")),
                                one))
                .detail("reply_to", mail.path("reply_to").path("email").asString(null))
                .detail("html", html.isEmpty() ? null : html)
                .detail("headers", headers(one))
                .detail("categories", strings(mail.path("categories")))
                .detail(
                        "opens_tracked",
                        tracking.path("open_tracking").path("enable").asBoolean(true))
                .detail(
                        "clicks_tracked",
                        tracking.path("click_tracking").path("enable").asBoolean(true))
                .detail(
                        "bypass",
                        mail.path("mail_settings")
                                .path("bypass_list_management")
                                .path("enable")
                                .asBoolean(false))
                .detail("link", link.find() ? link.group() : null);
    }

    private String text(JsonNode one) {
        String plain = content("text/plain", one);
        return plain.isEmpty() ? content("text/html", one) : plain;
    }

    private String content(String type, JsonNode one) {
        for (JsonNode block : mail.path("content")) {
            if (block.path("type").asString("").equals(type)) {
                return substituted(block.path("value").asString(""), one);
            }
        }
        return "";
    }

    private static String substituted(String text, JsonNode one) {
        String result = text;
        for (Map.Entry<String, JsonNode> substitution :
                one.path("substitutions").properties()) {
            result = result.replace(
                    substitution.getKey(), substitution.getValue().asString(""));
        }
        return result;
    }

    private Map<String, String> args(JsonNode one) {
        Map<String, String> args =
                new LinkedHashMap<>(strings(mail.path("custom_args").properties()));
        args.putAll(strings(one.path("custom_args").properties()));
        return args;
    }

    private Map<String, String> headers(JsonNode one) {
        Map<String, String> headers =
                new LinkedHashMap<>(strings(mail.path("headers").properties()));
        headers.putAll(strings(one.path("headers").properties()));
        return headers;
    }

    private static Map<String, String> strings(Iterable<Map.Entry<String, JsonNode>> properties) {
        Map<String, String> strings = new LinkedHashMap<>();
        properties.forEach(
                property -> strings.put(property.getKey(), property.getValue().asString("")));
        return strings;
    }

    private static List<String> strings(JsonNode array) {
        return array.values().stream().map(value -> value.asString("")).toList();
    }
}
