package com.ovhi.outreach.simulators.sendgrid;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** What SendGrid demands of a mail. */
final class MailValidation {

    private static final Pattern ADDRESS =
            Pattern.compile("[^\\s@<>,;:\"()]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9-]*\\.)+[A-Za-z0-9-]{2,63}");
    private static final Set<String> RESERVED_HEADERS = Set.of(
            "x-sg-id",
            "x-sg-eid",
            "received",
            "dkim-signature",
            "content-type",
            "content-transfer-encoding",
            "to",
            "from",
            "subject",
            "reply-to",
            "cc",
            "bcc");
    private static final int MOST_PERSONALIZATIONS = 1000;
    private static final int LARGEST_ARGS = 10_000;
    private static final int MOST_CATEGORIES = 10;
    private static final long LATEST_SEND_SECONDS = 72L * 3600;

    private final JsonNode mail;
    private final long now;
    private final List<Problem> problems = new ArrayList<>();

    private MailValidation(JsonNode mail, long now) {
        this.mail = mail;
        this.now = now;
    }

    static List<Problem> of(JsonNode mail, long nowSeconds) {
        MailValidation validation = new MailValidation(mail, nowSeconds);
        validation.from();
        validation.personalizations();
        validation.subject();
        validation.content();
        validation.headers(mail.path("headers"), "headers");
        validation.args(mail.path("custom_args"), "custom_args");
        validation.categories();
        validation.sendAt(mail.path("send_at"), "send_at");
        validation.settings();
        return validation.problems;
    }

    static boolean isAddress(String text) {
        return ADDRESS.matcher(text).matches();
    }

    private void from() {
        JsonNode email = mail.path("from").path("email");
        if (!email.isString()) {
            add(
                    "from.email",
                    "The from object must be provided for every email send. It is an object that requires the email"
                            + " parameter, but may also contain a name parameter.  e.g. {\"email\" :"
                            + " \"example@example.com\"}  or {\"email\" : \"example@example.com\", \"name\" : \"Example"
                            + " Recipient\"}.");
        } else if (!isAddress(email.stringValue())) {
            add("from.email", "The from email does not contain a valid address.");
        }
        if (mail.has("reply_to") && mail.has("reply_to_list")) {
            add("reply_to", "Only one of reply_to and reply_to_list may be used.");
        } else if (mail.has("reply_to")
                && !isAddress(mail.path("reply_to").path("email").asString(""))) {
            add("reply_to.email", "The reply_to email does not contain a valid address.");
        }
    }

    private void personalizations() {
        JsonNode all = mail.path("personalizations");
        if (!all.isArray() || all.isEmpty()) {
            add(
                    "personalizations",
                    "The personalizations field is required and must have at least one personalization.");
        } else if (all.size() > MOST_PERSONALIZATIONS) {
            add("personalizations", "There are too many personalizations. The maximum is 1000.");
        } else {
            for (int i = 0; i < all.size(); i++) {
                personalization(all.get(i), "personalizations." + i);
            }
        }
    }

    private void personalization(JsonNode one, String field) {
        JsonNode to = one.path("to");
        if (!to.isArray() || to.isEmpty()) {
            add(
                    field + ".to",
                    "The to array is required for all personalization objects, and must have at least one email object"
                            + " with a valid email address.");
        }
        Set<String> seen = new HashSet<>();
        for (String list : List.of("to", "cc", "bcc")) {
            recipients(one.path(list), field + "." + list, seen);
        }
        headers(one.path("headers"), field + ".headers");
        args(one.path("custom_args"), field + ".custom_args");
        sendAt(one.path("send_at"), field + ".send_at");
    }

    private void recipients(JsonNode list, String field, Set<String> seen) {
        for (int i = 0; i < list.size(); i++) {
            String email = list.path(i).path("email").asString("");
            if (!isAddress(email)) {
                add(field + "." + i + ".email", "Does not contain a valid address.");
            } else if (!seen.add(email.toLowerCase(Locale.ROOT))) {
                add(
                        field,
                        "Each email address in the personalization block should be unique between to, cc, and bcc. We"
                                + " found the first duplicate instance of [" + email + "] in the " + field
                                + " field.");
            }
        }
    }

    private void subject() {
        boolean everywhere = mail.path("personalizations").isArray();
        for (JsonNode one : mail.path("personalizations")) {
            everywhere &= !one.path("subject").asString("").isEmpty();
        }
        if (mail.path("subject").asString("").isEmpty() && !everywhere && !templated()) {
            add(
                    "subject",
                    "The subject is required. You can get around this requirement if you use a template with a subject"
                            + " defined or if every personalization has a subject defined.");
        }
    }

    private void content() {
        JsonNode content = mail.path("content");
        if (!content.isArray() || content.isEmpty()) {
            if (!templated()) {
                add(
                        "content",
                        "Unless a valid template_id is provided, the content parameter is required. There must be at"
                                + " least one defined content block. We typically suggest both text/plain and text/html"
                                + " blocks are included, but only one block is required.");
            }
            return;
        }
        int rank = 0;
        for (int i = 0; i < content.size(); i++) {
            JsonNode block = content.get(i);
            if (block.path("type").asString("").isEmpty()) {
                add("content." + i + ".type", "The content type must be a string at least one character in length.");
            }
            if (!block.path("value").isString()
                    || block.path("value").stringValue().isEmpty()) {
                add("content." + i + ".value", "The content value must be a string at least one character in length.");
            }
            int next = rank(block.path("type").asString(""));
            if (next < rank) {
                add(
                        "content",
                        "If present, text/plain and text/html may only be provided once, and text/plain must be first,"
                                + " followed by text/html, followed by any other content.");
            }
            rank = next == 2 ? 2 : next + 1;
        }
    }

    private static int rank(String type) {
        return switch (type) {
            case "text/plain" -> 0;
            case "text/html" -> 1;
            default -> 2;
        };
    }

    private boolean templated() {
        return mail.path("template_id").isString();
    }

    private void headers(JsonNode headers, String field) {
        for (Map.Entry<String, JsonNode> header : headers.properties()) {
            if (RESERVED_HEADERS.contains(header.getKey().toLowerCase(Locale.ROOT))) {
                add(field + "." + header.getKey(), "The header " + header.getKey() + " is reserved.");
            } else if (!header.getValue().isString()) {
                add(field + "." + header.getKey(), "The header values must be strings.");
            }
        }
    }

    private void args(JsonNode args, String field) {
        if (args.isMissingNode()) {
            return;
        }
        if (!args.isObject()) {
            add(field, "The custom_args parameter must be an object.");
            return;
        }
        for (Map.Entry<String, JsonNode> arg : args.properties()) {
            if (!arg.getValue().isString()) {
                add(field + "." + arg.getKey(), "The custom_args values must be strings.");
            }
        }
        if (args.toString().getBytes(StandardCharsets.UTF_8).length > LARGEST_ARGS) {
            add(field, "The custom_args may not exceed 10000 bytes.");
        }
    }

    private void categories() {
        JsonNode categories = mail.path("categories");
        Set<String> unique = new HashSet<>();
        for (JsonNode category : categories) {
            unique.add(category.asString(""));
        }
        if (categories.size() > MOST_CATEGORIES) {
            add("categories", "There can be no more than 10 categories per email.");
        } else if (unique.size() < categories.size()) {
            add("categories", "The categories must be unique.");
        }
    }

    private void sendAt(JsonNode sendAt, String field) {
        if (!sendAt.isMissingNode() && (!sendAt.isIntegralNumber() || sendAt.longValue() > now + LATEST_SEND_SECONDS)) {
            add(field, "The send_at parameter is a unix timestamp in seconds, at most 72 hours ahead.");
        }
    }

    private void settings() {
        JsonNode enable = mail.path("mail_settings").path("sandbox_mode").path("enable");
        if (!enable.isMissingNode() && !enable.isBoolean()) {
            add("mail_settings.sandbox_mode.enable", "The sandbox_mode enable parameter must be a boolean.");
        }
    }

    private void add(String field, String message) {
        problems.add(Problem.in(field, message));
    }
}
