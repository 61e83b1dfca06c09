package com.ovhi.outreach.reply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.common.contract.InboundReceived;
import com.ovhi.outreach.common.contract.PreferenceChanged;
import com.ovhi.outreach.common.contract.PreferenceChanged.Permission;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.ids.AnswerKind;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Ids;
import com.ovhi.outreach.common.phi.Address;
import com.ovhi.outreach.common.phi.EmailAddress;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.SettableClock;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.context.ApplicationContext;

/** In whose name, to whom and beneath what answers go. */
@ServiceTest(schema = "ovhi_reply")
class AddresseeServiceTests {

    private static final long ANOTHER_CLINIC = 8;

    private final Correspondence all;

    AddresseeServiceTests(ApplicationContext context) {
        all = new Correspondence(context);
    }

    @BeforeEach
    void introduce() {
        all.introduceClinic();
    }

    /** Nobody can tell whose patient asks; but whoever asks who we are, or wants no more messages, is answered. */
    @Test
    void helpAndStopAreAnsweredOnAPhoneOfTwoClinicsPatients() {
        var number = Conversation.newNumber();
        all.patientAt(number, "en");
        lives(number, ANOTHER_CLINIC, Channel.SMS);

        var help = all.says(number, "HELP");
        var stop = all.says(number, "STOP");

        assertThat(all.answer(help).order().kind()).isEqualTo(AnswerKind.HELP);
        assertThat(all.answer(help).text()).startsWith(Conversation.CLINIC_NAME);
        assertThat(all.answer(help).order().organizationId()).isEqualTo(Conversation.CLINIC);
        assertThat(all.understood(help).organizationId())
                .as("but it is nobody's message")
                .isNull();
        assertThat(all.answer(stop).order().kind()).isEqualTo(AnswerKind.STOP_CONFIRMATION);
        assertThat(all.answer(stop).text()).startsWith(Conversation.CLINIC_NAME);
    }

    /** The gate would refuse it: permission belongs to a channel. Whoever is to answer must know before they write. */
    @Test
    void aNumberThatMayBeUsedForTextsOnlyGetsNoReceiptOnWhatsApp() {
        var number = Conversation.newNumber();
        lives(number, Conversation.CLINIC, Channel.SMS);

        var question = all.talk().wrote(Channel.WHATSAPP, number, "Where do I park?", null, all.now());
        var help = all.talk().wrote(Channel.WHATSAPP, number, "HELP", null, all.now());

        assertThat(all.answers(question)).isZero();
        assertThat(all.items(question)).isEqualTo(1);
        assertThat(all.answer(help).order().kind()).isEqualTo(AnswerKind.HELP);
    }

    /** The preferences learn of it later than we. */
    @Test
    void whoWantedNoMoreMessagesWhileInDangerGetsNoReceiptAfterwards() {
        var number = all.patientWithNumber("en");

        all.answer(all.says(number, "I have chest pain. STOP"));
        var question = all.says(number, "Where do I park?");

        assertThat(all.answers(question)).isZero();
        assertThat(all.items(question)).isEqualTo(1);
    }

    @Test
    void anAnswerByMailNamesTheMailThatItAnswers() {
        var address = new EmailAddress("pat" + Conversation.number() + "@example.org");
        all.patientAt(address, "en");

        var named = mail(address, "CAF=x+1@mail.example.com");
        var unnamed = mail(address, "0".repeat(64));

        assertThat(all.answer(named).content().inReplyTo()).isEqualTo("CAF=x+1@mail.example.com");
        assertThat(all.answer(unnamed).content().inReplyTo()).isNull();
        assertThat(all.answer(all.says(all.patientWithNumber("en"), "HELP"))
                        .content()
                        .inReplyTo())
                .isNull();
    }

    private UUID mail(Address from, String messageId) {
        var plain = all.talk().inbound(Ids.next(), Channel.EMAIL, from, "HELP", null, null, all.now());
        all.talk().publish(called(plain, messageId));
        return plain.inboundId();
    }

    private static InboundReceived called(InboundReceived inbound, String messageId) {
        return new InboundReceived(
                inbound.inboundId(),
                inbound.channel(),
                inbound.fromHash(),
                inbound.from(),
                inbound.to(),
                inbound.body(),
                messageId,
                null,
                null,
                null,
                inbound.receivedAt());
    }

    private void lives(Address number, long organization, Channel channel) {
        var patient = Conversation.number();
        all.kafka()
                .publish(
                        Topics.PREFERENCE,
                        Long.toString(patient),
                        new PreferenceChanged(
                                patient,
                                organization,
                                1,
                                List.of("America/New_York"),
                                "en",
                                null,
                                null,
                                null,
                                Map.of(
                                        channel,
                                        new Permission(true, false, all.talk().hash(number), null)),
                                SettableClock.START));
        await().until(() -> all.count("SELECT COUNT(*) FROM address_owners WHERE patient_id = ?", patient) == 1);
    }
}
