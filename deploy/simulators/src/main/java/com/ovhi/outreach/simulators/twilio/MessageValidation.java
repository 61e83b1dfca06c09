package com.ovhi.outreach.simulators.twilio;

import com.ovhi.outreach.simulators.twilio.TwilioErrors.Objection;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What Twilio demands of a message, with the numbers that always fail. */
@Component
final class MessageValidation {

    private static final Pattern E164 = Pattern.compile("\\+[1-9]\\d{6,14}");
    private static final Pattern SERVICE = Pattern.compile("MG[0-9a-fA-F]{32}");
    private static final int LONGEST_BODY = 1600;
    private static final int LONGEST_VALIDITY = 36_000;
    private static final Map<String, Objection> MAGIC_RECIPIENTS = Map.of(
            "+15005550001",
            new Objection(21211, "Invalid 'To' Phone Number: +1500555XXXX"),
            "+15005550002",
            new Objection(
                    21612,
                    "Message cannot be sent with the current combination of 'To' (+15005550002) and/or 'From'"
                            + " parameters"),
            "+15005550003",
            new Objection(
                    21408,
                    "Permission to send an SMS has not been enabled for the region indicated by the 'To' number"),
            "+15005550004",
            new Objection(21610, "Attempt to send to unsubscribed recipient"),
            "+15005550009",
            new Objection(21614, "'To' number is not a valid mobile number"));
    private static final Map<String, Objection> MAGIC_SENDERS = Map.of(
            "+15005550001",
            new Objection(21212, "Invalid 'From' Phone Number"),
            "+15005550007",
            new Objection(21606, "The 'From' phone number provided is not a valid message-capable Twilio phone number"),
            "+15005550008",
            new Objection(21611, "This 'From' number has exceeded the maximum number of queued messages"));

    private final TwilioProperties properties;
    private final OptOuts optOuts;

    MessageValidation(TwilioProperties properties, OptOuts optOuts) {
        this.properties = properties;
        this.optOuts = optOuts;
    }

    Optional<Objection> objection(SmsRequest request) {
        return recipient(request)
                .or(() -> sender(request))
                .or(() -> body(request))
                .or(() -> options(request))
                .or(() -> optedOut(request));
    }

    private static Optional<Objection> recipient(SmsRequest request) {
        String to = request.to();
        if (to.isEmpty()) {
            return objection(21604, "A 'To' phone number is required.");
        }
        if (!E164.matcher(to).matches()) {
            return objection(21211, "Invalid 'To' Phone Number: " + masked(to));
        }
        return Optional.ofNullable(MAGIC_RECIPIENTS.get(to));
    }

    private Optional<Objection> sender(SmsRequest request) {
        if (request.service() != null) {
            return SERVICE.matcher(request.service()).matches()
                    ? Optional.empty()
                    : objection(21701, "The messaging service does not exist");
        }
        if (request.givenFrom().isEmpty()) {
            return objection(21603, "A 'From' phone number is required.");
        }
        Objection magic = MAGIC_SENDERS.get(request.givenFrom());
        if (magic != null) {
            return Optional.of(magic);
        }
        if (!E164.matcher(request.givenFrom()).matches()) {
            return objection(21212, "Invalid 'From' Phone Number: " + request.givenFrom());
        }
        return properties.strictSenders() && !properties.senderNumbers().contains(request.givenFrom())
                ? objection(
                        21606,
                        "The 'From' phone number " + request.givenFrom()
                                + " is not a valid, SMS-capable inbound phone number or short code for your account.")
                : Optional.empty();
    }

    private static Optional<Objection> body(SmsRequest request) {
        if (request.body().isBlank()) {
            return objection(21602, "Message body is required.");
        }
        return request.body().length() > LONGEST_BODY
                ? objection(21617, "The concatenated message body exceeds the 1600 character limit")
                : Optional.empty();
    }

    private static Optional<Objection> options(SmsRequest request) {
        if (!request.statusCallback().isEmpty() && !isUrl(request.statusCallback())) {
            return objection(21609, "The 'StatusCallback' URL " + request.statusCallback() + " is not a valid URL.");
        }
        String validity = request.validityPeriod();
        return !validity.isEmpty() && !isValidity(validity)
                ? objection(21623, "The validity period " + validity + " is not between 1 and 36000 seconds")
                : Optional.empty();
    }

    private Optional<Objection> optedOut(SmsRequest request) {
        return optOuts.blocked(request.from(), request.to())
                ? objection(21610, "Attempt to send to unsubscribed recipient")
                : Optional.empty();
    }

    private static boolean isUrl(String url) {
        try {
            URI uri = new URI(url);
            @Nullable String host = uri.getHost();
            return host != null
                    && !host.contains("_")
                    && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()));
        } catch (URISyntaxException malformed) {
            return false;
        }
    }

    private static boolean isValidity(String seconds) {
        try {
            int number = Integer.parseInt(seconds);
            return number >= 1 && number <= LONGEST_VALIDITY;
        } catch (NumberFormatException notANumber) {
            return false;
        }
    }

    private static String masked(String number) {
        return number.length() <= 4 ? "XXXX" : number.substring(0, number.length() - 4) + "XXXX";
    }

    private static Optional<Objection> objection(int code, String message) {
        return Optional.of(new Objection(code, message));
    }
}
