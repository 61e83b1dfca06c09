package com.ovhi.outreach.channel;

import com.ovhi.outreach.channel.gateway.FakeProvider;
import com.ovhi.outreach.channel.gateway.FakeProvider.Json;
import com.ovhi.outreach.common.testing.SettableClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.springframework.test.context.junit.jupiter.SpringExtension;

/** The three providers for the service tests, shared by all of them as their Spring context is. */
public final class ProviderStubs implements BeforeAllCallback, BeforeEachCallback {

    /** The second account at Twilio. */
    public static final String SPARE = "AC00000000000000000000000000000002";

    /** The one of {@link #OWNER} alone. */
    public static final String OWN = "AC00000000000000000000000000000003";

    /** An organisation that sends by an account of its own. */
    public static final long OWNER = 7_700;

    /** Two more, each with an account at SendGrid that tells what it has accepted: {@code listed-} and its number. */
    public static final List<Long> LISTED = List.of(7_801L, 7_802L);

    /** One more, for the one test in which such an account may not be asked for long. */
    public static final long TURNED_AWAY = 7_803;

    public static final FakeProvider SENDGRID = FakeProvider.start();
    public static final FakeProvider TWILIO = FakeProvider.start();
    public static final FakeProvider WHATSAPP = FakeProvider.start();

    static {
        set("OUTREACH_SENDGRID_URL", SENDGRID.url());
        set("OUTREACH_TWILIO_URL", TWILIO.url());
        set("OUTREACH_WHATSAPP_URL", WHATSAPP.url());
        set("OUTREACH_CHANNEL_PRIORITY_CONCURRENCY", 1);
        set("OUTREACH_CHANNEL_BULK_CONCURRENCY", 1);
        account("spare", SPARE, "", "+12125550199");
        account("own", OWN, Long.toString(OWNER), "+12125550198");
        LISTED.forEach(ProviderStubs::listed);
        listed(TURNED_AWAY);
        set("outreach.channel.rate.closed", "100ms");
        set("outreach.channel.call.total", "8s");
        set("outreach.channel.gate.closes-after", "30s");
        set("outreach.channel.gate.readers", "reply-parser-service.inbound");
        set("outreach.channel.call.priority", 24);
        set("outreach.channel.breaker.open", "1s");
        set("outreach.channel.reconciliation.interval", "PT0.1S");
        set("outreach.channel.reconciliation.lease", "20s");
        set("outreach.channel.reconciliation.looks", "100ms,200ms,500ms");
        set("outreach.channel.reconciliation.pause", "100ms");
        set("outreach.channel.reconciliation.review", "500ms");
        set("outreach.channel.spool.replay", "PT0.2S");
        try {
            set("OUTREACH_CHANNEL_SPOOL", Files.createTempDirectory("channel-spool"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** For JUnit: the providers' addresses are known before the Spring context asks for them. */
    @Override
    public void beforeAll(ExtensionContext context) {
        friendly();
    }

    /** For JUnit: whatever the test before did, they are friendly, and it is the same Monday morning. */
    @Override
    public void beforeEach(ExtensionContext context) {
        friendly();
        SpringExtension.getApplicationContext(context)
                .getBean(SettableClock.class)
                .set(SettableClock.START);
    }

    /** Makes them take every message. */
    public static void friendly() {
        SENDGRID.behave(request -> "GET".equals(request.method())
                ? new Json(200, Map.of(), "{\"messages\":[]}")
                : new Json(202, Map.of("X-Message-Id", "sg-" + UUID.randomUUID()), ""));
        TWILIO.behave(request -> "GET".equals(request.method()) ? nothing() : accepted(request));
        WHATSAPP.behave(
                request -> new Json(200, Map.of(), "{\"messages\":[{\"id\":\"wamid." + UUID.randomUUID() + "\"}]}"));
    }

    /** Twilio knows of no message. */
    public static Json nothing() {
        return new Json(200, Map.of(), "{\"messages\":[],\"page\":0,\"page_size\":100,\"next_page_uri\":null}");
    }

    /** Twilio takes a message. */
    public static Json accepted(FakeProvider.Request request) {
        return new Json(
                201,
                Map.of(),
                "{\"sid\":\"SM" + UUID.randomUUID().toString().replace("-", "") + "\",\"status\":\"accepted\",\"to\":\""
                        + request.field("To") + "\"}");
    }

    private static void account(String name, String sid, String organizations, String number) {
        var account = "outreach.channel.twilio.accounts." + name + ".";
        set(account + "base-url", TWILIO.url());
        set(account + "account-sid", sid);
        set(account + "api-key-sid", "SK2");
        set(account + "api-key-secret", "secret");
        set(account + "from-number", number);
        set(account + "organizations", organizations);
    }

    private static void listed(long organization) {
        var account = "outreach.channel.sendgrid.accounts.listed-" + organization + ".";
        set(account + "base-url", SENDGRID.url());
        set(account + "api-key", "SG.listed-" + organization);
        set(account + "from-address", "clinic@example.org");
        set(account + "email-activity", true);
        set(account + "activity-per-minute", 60_000);
        set(account + "organizations", organization);
    }

    private static void set(String name, Object value) {
        System.setProperty(name, value.toString());
    }
}
