package com.ovhi.outreach.simulators.whatsapp;

import com.ovhi.outreach.simulators.behaviour.Faults;
import com.ovhi.outreach.simulators.callbacks.Callback;
import com.ovhi.outreach.simulators.callbacks.CallbackSender;
import com.ovhi.outreach.simulators.ledger.Draft;
import com.ovhi.outreach.simulators.ledger.Entry;
import com.ovhi.outreach.simulators.ledger.Ledger;
import com.ovhi.outreach.simulators.ledger.Ledgers;
import com.ovhi.outreach.simulators.patients.Act;
import com.ovhi.outreach.simulators.patients.Fate;
import com.ovhi.outreach.simulators.patients.Letter;
import com.ovhi.outreach.simulators.patients.Patients;
import com.ovhi.outreach.simulators.world.Identifiers;
import com.ovhi.outreach.simulators.world.Provider;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What happens to accepted WhatsApp messages, and how Meta tells. */
@Component
final class WhatsAppCallbacks implements CallbackSender {

    private final WhatsAppProperties properties;
    private final Patients patients;
    private final Faults faults;
    private final CustomerWindows windows;
    private final Webhooks webhooks;
    private final Ledgers ledgers;
    private final JsonMapper json;

    WhatsAppCallbacks(
            WhatsAppProperties properties,
            Patients patients,
            Faults faults,
            CustomerWindows windows,
            Webhooks webhooks,
            Ledgers ledgers,
            JsonMapper json) {
        this.properties = properties;
        this.patients = patients;
        this.faults = faults;
        this.windows = windows;
        this.webhooks = webhooks;
        this.ledgers = ledgers;
        this.json = json.rebuild()
                .enable(JsonWriteFeature.ESCAPE_NON_ASCII, JsonWriteFeature.ESCAPE_FORWARD_SLASHES)
                .build();
    }

    @Override
    public Provider provider() {
        return Provider.WHATSAPP;
    }

    @Override
    public List<Callback> plan(Entry message) {
        Instant start = message.at();
        Instant arrived = start.plusMillis(1800);
        Fate fate = patients.ofWhatsApp(letter(message, arrived));
        int code = faults.laterFailure(Provider.WHATSAPP, message.recipient(), message.intention())
                .map(Integer::valueOf)
                .orElseGet(() -> code(message, fate));
        if (code != 0) {
            return List.of(webhooks.status(message, "failed", code, start.plusMillis(900)));
        }
        List<Callback> planned = new ArrayList<>();
        planned.add(webhooks.status(message, "sent", 0, start.plusMillis(600)));
        planned.add(webhooks.status(message, "delivered", 0, arrived));
        fate.acts().forEach(act -> react(message, act).ifPresent(planned::add));
        return planned;
    }

    @Override
    public void happen(Callback callback) {
        Ledger ledger = ledgers.of(Provider.WHATSAPP);
        JsonNode value = json.valueToTree(callback.payload());
        String phoneNumberId = value.path("metadata").path("phone_number_id").asString("");
        if (callback.kind() == Callback.Kind.STATUS) {
            JsonNode status = value.path("statuses").path(0);
            ledger.append(following(ledger, callback, Entry.Kind.STATUS)
                    .between(phoneNumberId, status.path("recipient_id").asString(""))
                    .outcome(
                            callback.event(),
                            status.path("errors").path(0).path("code").asString(null)));
            return;
        }
        JsonNode message = value.path("messages").path(0);
        String waId = message.path("from").asString("");
        windows.wrote(phoneNumberId, waId, callback.happens());
        JsonNode content = message.path(message.path("type").asString(""));
        ledger.append(following(ledger, callback, Entry.Kind.INBOUND)
                .between(waId, phoneNumberId)
                .text(content.path("body").asString(content.path("text").asString("")))
                .detail("payload", content.path("payload").asString(null)));
    }

    @Override
    public HttpRequest.Builder request(List<Callback> batch) {
        Callback callback = batch.getFirst();
        byte[] body = json.writeValueAsBytes(webhooks.envelope(callback.payload()));
        return HttpRequest.newBuilder(URI.create(callback.url()))
                .header("Content-Type", "application/json")
                .header("User-Agent", "facebookexternalua")
                .header("X-Hub-Signature-256", HubSignature.of(properties.appSecret(), body))
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
    }

    @Override
    public Duration horizon() {
        return properties.horizon();
    }

    private static Draft following(Ledger ledger, Callback callback, Entry.Kind kind) {
        return ledger.following(callback.messageSeq(), kind)
                .at(callback.happens())
                .message(callback.messageId());
    }

    private int code(Entry message, Fate fate) {
        boolean template = message.detail("type").equals("template");
        if (!template && !windows.open(message.sender(), message.recipient(), message.at())) {
            return 131047;
        }
        if (template && message.recipient().startsWith("1") && properties.marketing(message.detail("template"))) {
            return 131049;
        }
        return fate.delivery() == Fate.Delivery.ARRIVES ? 0 : 131026;
    }

    private Optional<Callback> react(Entry message, Act act) {
        String wamid = "wamid." + Identifiers.hex("reply/" + message.message());
        return switch (act) {
            case Act.Reads(Instant at) -> Optional.of(webhooks.status(message, "read", 0, at));
            case Act.Writes(Instant at, String text) ->
                Optional.of(webhooks.inbound(Webhooks.Inbound.text(wamid, message, text), at));
            case Act.Presses(Instant at, int button, String label) ->
                Optional.of(webhooks.inbound(
                        Webhooks.Inbound.button(
                                wamid,
                                message,
                                listed(message, "buttons", button, ""),
                                listed(message, "titles", button, label)),
                        at));
            default -> Optional.empty();
        };
    }

    private static Letter letter(Entry message, Instant arrived) {
        int buttons = message.details().get("buttons") instanceof List<?> list ? list.size() : 0;
        return new Letter(
                message.recipient(),
                message.intention(),
                message.text(),
                message.detail("language"),
                buttons,
                "",
                arrived);
    }

    private static String listed(Entry message, String detail, int index, String otherwise) {
        return message.details().get(detail) instanceof List<?> list && index < list.size()
                ? String.valueOf(list.get(index))
                : otherwise;
    }
}
