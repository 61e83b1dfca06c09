package com.ovhi.outreach.simulators.twilio;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes a message as Twilio's Messages resource shows it. */
final class SmsView {

    static final String API_VERSION = "2010-04-01";

    private static final DateTimeFormatter RFC_2822 = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss Z", Locale.US)
            .withZone(ZoneOffset.UTC);

    private SmsView() {}

    static Map<String, @Nullable Object> of(Sms sms, String body, String account) {
        String uri = "/" + API_VERSION + "/Accounts/" + account + "/Messages/" + sms.sid();
        boolean unassigned = sms.service() != null && sms.status().equals("accepted");
        Map<String, @Nullable Object> view = new LinkedHashMap<>();
        view.put("account_sid", account);
        view.put("api_version", API_VERSION);
        view.put("body", body);
        view.put("date_created", date(sms.created()));
        view.put("date_sent", date(sms.sent()));
        view.put("date_updated", date(sms.updated()));
        view.put("direction", "outbound-api");
        view.put("error_code", sms.errorCode() == null ? null : Integer.valueOf(sms.errorCode()));
        view.put("error_message", null);
        view.put("from", unassigned ? null : sms.from());
        view.put("messaging_service_sid", sms.service());
        view.put("num_media", "0");
        view.put("num_segments", unassigned ? "0" : Integer.toString(Segments.of(body)));
        view.put("price", null);
        view.put("price_unit", "USD");
        view.put("sid", sms.sid());
        view.put("status", sms.status());
        view.put("subresource_uris", Map.of("media", uri + "/Media.json"));
        view.put("to", sms.to());
        view.put("uri", uri + ".json");
        return view;
    }

    private static @Nullable String date(@Nullable Instant instant) {
        return instant == null ? null : RFC_2822.format(instant);
    }
}
