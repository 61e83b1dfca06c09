package com.ovhi.outreach.webhook.whatsapp;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.common.contract.TemplateStatusReported;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.DeliveryState;
import com.ovhi.outreach.common.ids.FailureClass;
import com.ovhi.outreach.common.phi.PhoneNumber;
import com.ovhi.outreach.common.provider.CodeBook;
import com.ovhi.outreach.common.provider.UnknownCodes;
import com.ovhi.outreach.webhook.notice.InboundText;
import com.ovhi.outreach.webhook.notice.Interpretation;
import com.ovhi.outreach.webhook.notice.Interpretation.Delivery;
import com.ovhi.outreach.webhook.notice.Interpretation.Inbound;
import com.ovhi.outreach.webhook.notice.Notice;
import com.ovhi.outreach.webhook.notice.Observation;
import com.ovhi.outreach.webhook.notice.Source;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WhatsAppInterpreterTests {

    private static final Instant NOW = Instant.ofEpochSecond(1_772_463_600);
    private static final UUID JOB = UUID.fromString("0199b2c4-0000-7000-8000-000000000001");

    private final WhatsAppInterpreter interpreter = new WhatsAppInterpreter(
            new WhatsAppAccounts(new WhatsAppProperties(Map.of(
                    "north",
                    new WhatsAppProperties.App(List.of("secret"), "token", Set.of("102290129340398"), Set.of(7L))))),
            new WhatsAppVocabulary(new CodeBook(new UnknownCodes(new SimpleMeterRegistry()))),
            new WhatsAppMessages(),
            new WhatsAppTemplates());

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "sent,-,SENT,-",
                "delivered,-,DELIVERED,-",
                "read,-,OPENED,-",
                "played,-,OPENED,-",
                "failed,131026,FAILED,PERM_ADDR",
                "failed,131047,FAILED,WINDOW",
                "failed,131050,FAILED,OPTOUT",
                "failed,131049,FAILED,PERM_MSG",
                "failed,130429,FAILED,THROTTLE",
                "failed,190,FAILED,CONFIG",
                "failed,230,FAILED,CONFIG",
                "failed,131000,FAILED,RETRY",
                "failed,555555,FAILED,PERM_MSG",
                "failed,-,FAILED,PERM_MSG"
            })
    void knowsTheStatuses(
            String status, @Nullable String code, DeliveryState state, @Nullable FailureClass failureClass) {
        var errors = code == null ? "" : ",\"errors\":[{\"code\":" + code + ",\"title\":\"x\"}]";

        var observation = messages("\"statuses\":[{\"id\":\"wamid.A\",\"status\":\"" + status
                        + "\",\"timestamp\":\"1772463000\",\"recipient_id\":\"15551234567\",\"biz_opaque_callback_data\":\""
                        + JOB + ":4\"" + errors + "}]")
                .getFirst();

        assertThat(observation.dedupeKey()).isEqualTo("status|wamid.A|" + status);
        assertThat(observation.meaning()).isInstanceOfSatisfying(Delivery.class, delivery -> {
            assertThat(delivery.report().state()).isEqualTo(state);
            assertThat(delivery.report().failureClass()).isEqualTo(failureClass);
            assertThat(delivery.report().jobId()).isEqualTo(JOB);
            assertThat(delivery.report().attempt()).isEqualTo(4);
            assertThat(delivery.report().occurredAt()).isEqualTo(Instant.ofEpochSecond(1_772_463_000));
        });
    }

    @Test
    void readsEveryEntryChangeStatusAndMessage() {
        var change = "{\"field\":\"messages\",\"value\":{\"statuses\":[" + status("a") + "," + status("b")
                + "],\"messages\":[" + text("c", "Hi") + "],\"errors\":[{\"code\":1}]}}";
        var body = "{\"object\":\"whatsapp_business_account\",\"entry\":[{\"changes\":[" + change + "," + change
                + "]},{\"changes\":[" + change + "]}]}";

        assertThat(interpret(body)).hasSize(12);
    }

    @Test
    void appliesTheGoodStatusBesideABadOneAndAnUnknownOne() {
        var observations = messages("\"statuses\":[{\"id\":\"x\"}," + status("a")
                + ",7,{\"id\":\"y\",\"status\":\"teleported\"},{\"id\":\"z\",\"status\":\"deleted\"}]");

        assertThat(observations)
                .extracting(each -> each.meaning().getClass().getSimpleName())
                .containsExactly("Rejected", "Delivery", "Rejected", "Unknown", "Ignored");
    }

    @Test
    void readsTimesInMilliseconds() {
        var observation = messages("\"statuses\":[{\"id\":\"a\",\"status\":\"read\",\"timestamp\":\"1772463000500\"}]")
                .getFirst();

        assertThat(((Delivery) observation.meaning()).report().occurredAt())
                .isEqualTo(Instant.ofEpochMilli(1_772_463_000_500L));
    }

    @Test
    void readsAText() {
        var message = message(text("wamid.B", "Sí"));

        assertThat(message.channel()).isEqualTo(Channel.WHATSAPP);
        assertThat(message.from()).isEqualTo(new PhoneNumber("+15551234567"));
        assertThat(message.to()).isEqualTo("15550051310");
        assertThat(message.body()).isEqualTo("Sí");
        assertThat(message.receivedAt()).isEqualTo(Instant.ofEpochSecond(1_772_463_000));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            nullValues = "-",
            value = {
                "\"type\":\"button\",\"button\":{\"payload\":\"confirm:1\",\"text\":\"Confirm\"},\"context\":{\"id\":\"wamid.Q\"}|Confirm|confirm:1|wamid.Q",
                "\"type\":\"interactive\",\"interactive\":{\"type\":\"button_reply\",\"button_reply\":{\"id\":\"r\",\"title\":\"Move\"}}|Move|r|-",
                "\"type\":\"interactive\",\"interactive\":{\"type\":\"list_reply\",\"list_reply\":{\"id\":\"x\",\"title\":\"No\"}}|No|x|-",
                "\"type\":\"reaction\",\"reaction\":{\"message_id\":\"wamid.Q\",\"emoji\":\"👍\"}|👍|-|wamid.Q",
                "\"type\":\"reaction\",\"reaction\":{\"message_id\":\"wamid.Q\"}|``|-|wamid.Q",
                "\"type\":\"image\",\"image\":{\"id\":\"1\",\"caption\":\"my rash\"}|my rash|-|-",
                "\"type\":\"sticker\",\"sticker\":{\"id\":\"1\"}|``|-|-",
                "\"type\":\"edit\",\"edit\":{\"original_message_id\":\"w\",\"message\":{\"type\":\"text\",\"text\":{\"body\":\"STOP\"}}}|STOP|-|-",
                "\"type\":\"unsupported\",\"errors\":[{\"code\":131051}]|``|-|-"
            })
    void readsEveryKindOfMessage(
            String fields, @Nullable String body, @Nullable String payload, @Nullable String repliedTo) {
        var message =
                message("{\"from\":\"15551234567\",\"id\":\"wamid.C\",\"timestamp\":\"1772463000\"," + fields + "}");

        assertThat(message.body()).isEqualTo(body == null ? "" : body);
        assertThat(message.buttonPayload()).isEqualTo(payload);
        assertThat(message.repliedToMessageId()).isEqualTo(repliedTo);
    }

    @Test
    void acceptsASenderWhoHidesTheNumber() {
        var hidden = message(
                "{\"from_user_id\":\"US.1349000000000001\",\"id\":\"w\",\"timestamp\":\"1772463000\",\"type\":\"text\",\"text\":{\"body\":\"STOP\"}}");

        assertThat(hidden.from()).isEqualTo(new PhoneNumber("US.1349000000000001"));
        assertThat(hidden.body()).isEqualTo("STOP");
    }

    @Test
    void findsTheNumberInTheContacts() {
        var observation = messages("\"contacts\":[{\"wa_id\":\"15551234567\",\"user_id\":\"US.1\"}],\"messages\":"
                        + "[{\"from_user_id\":\"US.1\",\"id\":\"w\",\"type\":\"text\",\"text\":{\"body\":\"hi\"}}]")
                .getFirst();

        assertThat(((Inbound) observation.meaning()).message().from()).isEqualTo(new PhoneNumber("+15551234567"));
    }

    @Test
    void takesAPreferenceToStopForAStop() {
        var observation = interpret(envelope(
                        "user_preferences",
                        "\"user_preferences\":[{\"wa_id\":\"15551234567\","
                                + "\"category\":\"marketing_messages\",\"value\":\"stop\",\"timestamp\":1772463000},"
                                + "{\"wa_id\":\"15551234567\",\"value\":\"resume\"}]"))
                .stream()
                .map(Observation::meaning)
                .toList();

        assertThat(((Inbound) observation.getFirst()).message().providerOptOut())
                .isEqualTo("STOP");
        assertThat(observation.getLast()).isEqualTo(new Interpretation.Ignored("preference"));
    }

    @Test
    void keepsOtherFieldsWithoutEffect() {
        assertThat(interpret(envelope("phone_number_quality_update", "\"event\":\"FLAGGED\""))
                        .getFirst()
                        .meaning())
                .isEqualTo(new Interpretation.Ignored("phone_number_quality_update"));
        assertThat(interpret(envelope("brand_new", "\"x\":1")).getFirst().meaning())
                .isEqualTo(new Interpretation.Unknown("brand_new"));
        assertThat(messages(
                                "\"messages\":[{\"id\":\"w\",\"type\":\"system\",\"system\":{\"type\":\"user_changed_number\"}}]")
                        .getFirst()
                        .meaning())
                .isEqualTo(new Interpretation.Ignored("system"));
    }

    @Test
    void readsWhatMetaThinksOfATemplate() {
        var paused = templateUpdate(
                1_772_463_000,
                "message_template_status_update",
                "\"event\":\"PAUSED\",\"message_template_id\":594425479261596,"
                        + "\"message_template_name\":\"appt_reminder_v1\",\"message_template_language\":\"en_US\","
                        + "\"reason\":\"NONE\"");
        var recategorised = templateUpdate(
                1_772_463_001,
                "template_category_update",
                "\"message_template_id\":594425479261596,\"message_template_name\":\"appt_reminder_v1\","
                        + "\"message_template_language\":\"en_US\",\"previous_category\":\"UTILITY\","
                        + "\"new_category\":\"MARKETING\"");

        assertThat(paused.meaning())
                .isEqualTo(new Interpretation.TemplateStatus(new TemplateStatusReported(
                        "102290129340398",
                        "594425479261596",
                        "appt_reminder_v1",
                        "en_US",
                        "PAUSED",
                        null,
                        "NONE",
                        Instant.ofEpochSecond(1_772_463_000))));
        assertThat(recategorised.meaning()).isInstanceOfSatisfying(Interpretation.TemplateStatus.class, each -> {
            assertThat(each.report().state()).isNull();
            assertThat(each.report().category()).isEqualTo("MARKETING");
        });
    }

    @Test
    void tellsApartThatATemplateWasPausedTwice() {
        var value = "\"event\":\"PAUSED\",\"message_template_name\":\"a\",\"message_template_language\":\"es\"";

        var first = templateUpdate(1, "message_template_status_update", value);
        var again = templateUpdate(1, "message_template_status_update", value);
        var second = templateUpdate(2, "message_template_status_update", value);

        assertThat(again.dedupeKey()).isEqualTo(first.dedupeKey());
        assertThat(second.dedupeKey()).isNotEqualTo(first.dedupeKey());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"event\":\"PAUSED\"",
                "\"event\":\"PAUSED\",\"message_template_name\":\"A b\",\"message_template_language\":\"es\"",
                "\"message_template_name\":\"a\",\"message_template_language\":\"es\"",
                "\"event\":{},\"message_template_name\":\"a\",\"message_template_language\":\"es\""
            })
    void keepsATemplateUpdateThatNamesNoTemplateOrNoNews(String value) {
        assertThat(templateUpdate(1, "message_template_status_update", value).meaning())
                .isEqualTo(new Interpretation.Rejected("no-template"));
    }

    private Observation templateUpdate(long time, String field, String value) {
        return interpret("{\"object\":\"whatsapp_business_account\",\"entry\":[{\"id\":\"102290129340398\",\"time\":"
                        + time + ",\"changes\":[{\"field\":\"" + field + "\",\"value\":{" + value + "}}]}]}")
                .getFirst();
    }

    @ParameterizedTest
    @CsvSource({"{}", "[]", "no json", "''", "{\"entry\":5}"})
    void keepsABodyThatIsNoEnvelope(String body) {
        assertThat(interpret(body)).singleElement().matches(each -> each.meaning() instanceof Interpretation.Rejected);
    }

    private static String status(String id) {
        return "{\"id\":\"" + id + "\",\"status\":\"sent\",\"timestamp\":\"1772463000\"}";
    }

    private static String text(String id, String body) {
        return "{\"from\":\"15551234567\",\"id\":\"" + id
                + "\",\"timestamp\":\"1772463000\",\"type\":\"text\",\"text\":{\"body\":\"" + body + "\"}}";
    }

    private InboundText message(String message) {
        var meaning = messages("\"messages\":[" + message + "]").getFirst().meaning();
        assertThat(meaning).isInstanceOf(Inbound.class);
        return ((Inbound) meaning).message();
    }

    private List<Observation> messages(String value) {
        return interpret(envelope("messages", "\"metadata\":{\"display_phone_number\":\"15550051310\"}," + value));
    }

    private static String envelope(String field, String value) {
        return "{\"object\":\"whatsapp_business_account\",\"entry\":[{\"id\":\"1\",\"changes\":[{\"field\":\"" + field
                + "\",\"value\":{" + value + "}}]}]}";
    }

    private List<Observation> interpret(String body) {
        return interpreter.interpret(new Notice(Source.WHATSAPP, "", body.getBytes(StandardCharsets.UTF_8), NOW));
    }
}
