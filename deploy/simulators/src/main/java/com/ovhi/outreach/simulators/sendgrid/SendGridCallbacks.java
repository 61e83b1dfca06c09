package com.ovhi.outreach.simulators.sendgrid;

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
import com.ovhi.outreach.simulators.world.DomainClock;
import com.ovhi.outreach.simulators.world.Identifiers;
import com.ovhi.outreach.simulators.world.Provider;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** What happens to accepted mail, and how SendGrid tells. */
@Component
final class SendGridCallbacks implements CallbackSender {

    private static final int LARGEST_BATCH = 500;

    private final SendGridProperties properties;
    private final Patients patients;
    private final Faults faults;
    private final Suppressions suppressions;
    private final EventSigner signer;
    private final ActivityFeed feed;
    private final Ledgers ledgers;
    private final DomainClock clock;
    private final JsonMapper json;

    SendGridCallbacks(
            SendGridProperties properties,
            Patients patients,
            Faults faults,
            Suppressions suppressions,
            EventSigner signer,
            ActivityFeed feed,
            Ledgers ledgers,
            DomainClock clock,
            JsonMapper json) {
        this.properties = properties;
        this.patients = patients;
        this.faults = faults;
        this.suppressions = suppressions;
        this.signer = signer;
        this.feed = feed;
        this.ledgers = ledgers;
        this.clock = clock;
        this.json = json;
    }

    @Override
    public Provider provider() {
        return Provider.SENDGRID;
    }

    @Override
    public List<Callback> plan(Entry message) {
        Events events = events(message);
        Instant start = message.at();
        Optional<String> suppressed =
                message.detail("bypass").equals("true") ? Optional.empty() : suppressions.reason(message.recipient());
        if (suppressed.isPresent()) {
            return List.of(events.dropped(start.plusMillis(300), suppressed.get()));
        }
        List<Callback> planned = new ArrayList<>();
        planned.add(events.processed(start.plusMillis(400)));
        Instant arrived = start.plusSeconds(2);
        Optional<String> asked = faults.laterFailure(Provider.SENDGRID, message.recipient(), message.intention());
        Fate fate = patients.ofEmail(letter(message, arrived));
        if (asked.isPresent()) {
            event(events, asked.get(), arrived).ifPresent(planned::add);
            return planned;
        }
        switch (fate.delivery()) {
            case UNREACHABLE -> planned.add(events.bounced(arrived));
            case FILTERED -> planned.add(events.blocked(arrived));
            case ARRIVES -> {
                planned.add(events.delivered(arrived));
                fate.acts().forEach(act -> react(message, events, act).ifPresent(planned::add));
                fate.acts().forEach(act -> answer(message, act).ifPresent(planned::add));
            }
        }
        return planned;
    }

    @Override
    public void happen(Callback callback) {
        if (callback.kind() == Callback.Kind.INBOUND) {
            Ledger ledger = ledgers.of(Provider.SENDGRID);
            ledger.append(ledger.following(callback.messageSeq(), Entry.Kind.INBOUND)
                    .at(callback.happens())
                    .between(callback.text("from"), callback.text("to"))
                    .message(callback.messageId())
                    .text(callback.text("text")));
            return;
        }
        String email = callback.text("email");
        String word = callback.text("type").equals("blocked") ? "blocked" : callback.event();
        Ledger ledger = ledgers.of(Provider.SENDGRID);
        feed.move(ledger.append(ledger.following(callback.messageSeq(), Entry.Kind.STATUS)
                .at(callback.happens())
                .between(null, email)
                .message(callback.messageId())
                .outcome(word, null)
                .detail("sg_event_id", callback.text("sg_event_id"))
                .detail("machine", callback.payload().get("sg_machine_open"))));
        switch (word) {
            case "bounce" -> suppressions.add(email, "Bounced Address");
            case "spamreport" -> suppressions.add(email, "Spam Reporting Address");
            case "unsubscribe" -> suppressions.add(email, "Unsubscribed Address");
            default -> {}
        }
    }

    @Override
    public HttpRequest.Builder request(List<Callback> batch) {
        Callback first = batch.getFirst();
        if (first.kind() == Callback.Kind.INBOUND) {
            return signed(first.url(), Letters.TYPE, Letters.body(first));
        }
        List<Map<String, Object>> events = batch.stream().map(Callback::payload).toList();
        byte[] body = (json.writeValueAsString(events) + "\r\n").getBytes(StandardCharsets.UTF_8);
        return signed(first.url(), "application/json", body);
    }

    private HttpRequest.Builder signed(String url, String type, byte[] body) {
        String timestamp = Long.toString(clock.instant().getEpochSecond());
        return HttpRequest.newBuilder(URI.create(url))
                .header("Content-Type", type)
                .header("User-Agent", "SendGrid Event API")
                .header("X-Twilio-Email-Event-Webhook-Signature", signer.sign(timestamp, body))
                .header("X-Twilio-Email-Event-Webhook-Timestamp", timestamp)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
    }

    @Override
    public int batchSize() {
        return LARGEST_BATCH;
    }

    @Override
    public Duration linger() {
        return properties.flush();
    }

    @Override
    public Duration horizon() {
        return properties.horizon();
    }

    Optional<Callback> event(Entry message, String name) {
        return event(events(message), name, clock.instant());
    }

    private Events events(Entry message) {
        return new Events(message, properties.webhookUrl());
    }

    private static Optional<Callback> event(Events events, String name, Instant at) {
        return Optional.ofNullable(
                switch (name) {
                    case "processed" -> events.processed(at);
                    case "delivered" -> events.delivered(at);
                    case "deferred" -> events.deferred(at);
                    case "dropped" -> events.dropped(at, "Invalid");
                    case "bounce" -> events.bounced(at);
                    case "blocked" -> events.blocked(at);
                    case "open" -> events.opened(at, false);
                    case "machine_open" -> events.opened(at, true);
                    case "click" -> events.clicked(at);
                    case "unsubscribe" -> events.unsubscribed(at);
                    case "spamreport" -> events.reported(at);
                    default -> null;
                });
    }

    private static Optional<Callback> react(Entry message, Events events, Act act) {
        boolean opens = message.detail("opens_tracked").equals("true");
        boolean clicks = message.detail("clicks_tracked").equals("true");
        return switch (act) {
            case Act.Reads read when opens -> Optional.of(events.opened(read.at(), false));
            case Act.MachineOpens open when opens -> Optional.of(events.opened(open.at(), true));
            case Act.Clicks click when clicks -> Optional.of(events.clicked(click.at()));
            case Act.Unsubscribes unsubscribe -> Optional.of(events.unsubscribed(unsubscribe.at()));
            case Act.Complains complaint -> Optional.of(events.reported(complaint.at()));
            default -> Optional.empty();
        };
    }

    /** Where answers to a message go. */
    static String answerTo(Entry message) {
        String replyTo = message.detail("reply_to");
        return replyTo.isEmpty() ? message.sender() : replyTo;
    }

    private Optional<Callback> answer(Entry message, Act act) {
        if (!(act instanceof Act.Writes(Instant at, String text))) {
            return Optional.empty();
        }
        String id = Identifiers.urlSafe(message.message() + "/answer") + "@mail.example.org";
        return Optional.of(
                Letters.answer(message, id, message.recipient(), answerTo(message), text, properties.parseUrl(), at));
    }

    private static Letter letter(Entry message, Instant arrived) {
        return new Letter(
                message.recipient(), message.intention(), message.text(), "", 0, message.detail("link"), arrived);
    }
}
