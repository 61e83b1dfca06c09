package com.ovhi.outreach.simulators.twilio;

import com.ovhi.outreach.simulators.behaviour.Faults;
import com.ovhi.outreach.simulators.callbacks.Callback;
import com.ovhi.outreach.simulators.callbacks.CallbackSender;
import com.ovhi.outreach.simulators.ledger.Entry;
import com.ovhi.outreach.simulators.ledger.Ledger;
import com.ovhi.outreach.simulators.ledger.Ledgers;
import com.ovhi.outreach.simulators.patients.Act;
import com.ovhi.outreach.simulators.patients.Fate;
import com.ovhi.outreach.simulators.patients.Letter;
import com.ovhi.outreach.simulators.patients.Patients;
import com.ovhi.outreach.simulators.world.Identifiers;
import com.ovhi.outreach.simulators.world.Provider;
import com.ovhi.outreach.simulators.world.WorldProperties;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** What happens to accepted text messages, and how Twilio tells. */
@Component
final class TwilioCallbacks implements CallbackSender {

    private final TwilioProperties properties;
    private final WorldProperties world;
    private final Patients patients;
    private final Faults faults;
    private final OptOuts optOuts;
    private final SmsArchive archive;
    private final Ledgers ledgers;

    TwilioCallbacks(
            TwilioProperties properties,
            WorldProperties world,
            Patients patients,
            Faults faults,
            OptOuts optOuts,
            SmsArchive archive,
            Ledgers ledgers) {
        this.properties = properties;
        this.world = world;
        this.patients = patients;
        this.faults = faults;
        this.optOuts = optOuts;
        this.archive = archive;
        this.ledgers = ledgers;
    }

    @Override
    public Provider provider() {
        return Provider.TWILIO;
    }

    @Override
    public List<Callback> plan(Entry message) {
        Forms forms = new Forms(message, properties);
        Instant start = message.at();
        Instant arrived = start.plusMillis(2500);
        List<Callback> planned = new ArrayList<>();
        if (!message.detail("service").isEmpty()) {
            planned.add(forms.status("queued", "", start.plusMillis(150)));
        }
        Letter letter = new Letter(message.recipient(), message.intention(), message.text(), "", 0, "", arrived);
        Fate fate = patients.ofSms(letter);
        String code = faults.laterFailure(Provider.TWILIO, message.recipient(), message.intention())
                .orElseGet(() -> code(fate.delivery(), message.recipient()));
        planned.add(forms.status("sent", "", start.plusMillis(800)));
        if (!code.isEmpty()) {
            planned.add(forms.status(code.startsWith("3000") ? "undelivered" : "failed", code, arrived));
            return planned;
        }
        planned.add(forms.status("delivered", "", arrived));
        for (Act act : fate.acts()) {
            if (act instanceof Act.Writes(Instant at, String text)) {
                planned.add(forms.reply(at, text));
            }
        }
        return planned;
    }

    @Override
    public void happen(Callback callback) {
        Ledger ledger = ledgers.of(Provider.TWILIO);
        if (callback.kind() == Callback.Kind.STATUS) {
            String code = callback.text("ErrorCode");
            archive.move(ledger.append(ledger.following(callback.messageSeq(), Entry.Kind.STATUS)
                    .at(callback.happens())
                    .between(callback.text("From"), callback.text("To"))
                    .message(callback.messageId())
                    .outcome(callback.event(), code.isEmpty() ? null : code)));
            return;
        }
        ledger.append(ledger.following(callback.messageSeq(), Entry.Kind.INBOUND)
                .at(callback.happens())
                .between(callback.text("From"), callback.text("To"))
                .message(callback.messageId())
                .text(callback.text("Body")));
        optOuts.apply(callback.text("OptOutType"), callback.text("To"), callback.text("From"));
    }

    @Override
    public HttpRequest.Builder request(List<Callback> batch) {
        Callback callback = batch.getFirst();
        Map<String, String> form = new TreeMap<>();
        callback.payload().forEach((name, value) -> form.put(name, value.toString()));
        String url = callback.url();
        return HttpRequest.newBuilder(URI.create(reachable(url)))
                .header("Content-Type", "application/x-www-form-urlencoded; charset=utf-8")
                .header("User-Agent", "TwilioProxy/1.1")
                .header("X-Twilio-Signature", TwilioSignature.of(properties.authToken(), url, form))
                .header(
                        "I-Twilio-Idempotency-Token",
                        Identifiers.urlSafe(callback.messageId() + "/" + callback.event()))
                .POST(HttpRequest.BodyPublishers.ofString(encoded(form)));
    }

    @Override
    public Duration horizon() {
        return properties.horizon();
    }

    private String reachable(String url) {
        String base = properties.publicBase();
        String target = world.webhookBase();
        return base == null || target == null || !url.startsWith(base) ? url : target + url.substring(base.length());
    }

    private static String code(Fate.Delivery delivery, String address) {
        return switch (delivery) {
            case ARRIVES -> "";
            case UNREACHABLE -> (address.hashCode() & 1) == 0 ? "30006" : "30005";
            case FILTERED -> "30007";
        };
    }

    private static String encoded(Map<String, String> form) {
        return form.entrySet().stream()
                .map(field -> URLEncoder.encode(field.getKey(), StandardCharsets.UTF_8)
                        + "="
                        + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }
}
