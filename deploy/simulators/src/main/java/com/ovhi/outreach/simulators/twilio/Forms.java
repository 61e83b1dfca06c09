package com.ovhi.outreach.simulators.twilio;

import com.ovhi.outreach.simulators.callbacks.Callback;
import com.ovhi.outreach.simulators.ledger.Entry;
import com.ovhi.outreach.simulators.world.Identifiers;
import com.ovhi.outreach.simulators.world.Provider;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.TreeMap;

/** Fills in the forms Twilio posts about one message. */
final class Forms {

    private static final DateTimeFormatter DONE_DATE =
            DateTimeFormatter.ofPattern("yyMMddHHmm").withZone(ZoneOffset.UTC);

    private final Entry message;
    private final TwilioProperties properties;

    Forms(Entry message, TwilioProperties properties) {
        this.message = message;
        this.properties = properties;
    }

    Callback status(String status, String errorCode, Instant at) {
        Map<String, Object> form = new TreeMap<>();
        form.put("MessageSid", message.message());
        form.put("SmsSid", message.message());
        form.put("MessageStatus", status);
        form.put("SmsStatus", status);
        form.put("AccountSid", properties.accountSid());
        form.put("ApiVersion", SmsView.API_VERSION);
        form.put("From", message.sender());
        form.put("To", message.recipient());
        putUnlessEmpty(form, "MessagingServiceSid", message.detail("service"));
        putUnlessEmpty(form, "ErrorCode", errorCode);
        if (status.endsWith("delivered")) {
            form.put("RawDlrDoneDate", DONE_DATE.format(at));
        }
        String url = message.detail("status_callback").replaceAll("#.*", "");
        return Callback.status(message, Provider.TWILIO, status, at, url, form);
    }

    Callback reply(Instant at, String text) {
        String sid = "SM" + Identifiers.hex("reply/" + message.message());
        return inbound(
                properties,
                new Inbound(sid, message.seq(), message.recipient(), message.sender(), message.detail("service"), text),
                at);
    }

    /** What a patient wrote to a number, after which message of ours. */
    record Inbound(String sid, long afterSeq, String patient, String number, String service, String text) {}

    static Callback inbound(TwilioProperties properties, Inbound inbound, Instant at) {
        Map<String, Object> form = new TreeMap<>();
        form.put("MessageSid", inbound.sid());
        form.put("SmsSid", inbound.sid());
        form.put("SmsMessageSid", inbound.sid());
        form.put("SmsStatus", "received");
        form.put("AccountSid", properties.accountSid());
        form.put("ApiVersion", SmsView.API_VERSION);
        form.put("From", inbound.patient());
        form.put("To", inbound.number());
        form.put("Body", inbound.text());
        form.put("NumMedia", "0");
        form.put("NumSegments", Integer.toString(Segments.of(inbound.text())));
        form.put("FromCountry", "US");
        form.put("ToCountry", "US");
        putUnlessEmpty(form, "MessagingServiceSid", inbound.service());
        OptOuts.keyword(inbound.text()).ifPresent(keyword -> form.put("OptOutType", keyword));
        return Callback.inbound(Provider.TWILIO, inbound.afterSeq(), inbound.sid(), at, properties.inboundUrl(), form);
    }

    private static void putUnlessEmpty(Map<String, Object> form, String name, String value) {
        if (!value.isEmpty()) {
            form.put(name, value);
        }
    }
}
