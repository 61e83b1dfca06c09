package com.ovhi.outreach.local.suite;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;

/** The settings all services get: the same names as in production, given as arguments or as environment. */
final class SuiteSettings {

    private static final int CORES_FOR_TWO = 8;

    /** The one of channel-workers' own defaults, and the number patients know the clinics by. */
    private static final String MESSAGING_SERVICE = "MG00000000000000000000000000000001";

    private static final String NUMBER = "+15005550006";

    private SuiteSettings() {}

    static Map<String, String> of(SuiteOptions options, SuiteFolder folder, SuitePorts ports, Properties secrets) {
        var settings = new LinkedHashMap<String, String>();
        secrets.forEach((name, value) -> settings.put(String.valueOf(name), String.valueOf(value)));
        settings.put("SPRING_PROFILES_ACTIVE", "mariadb,local");
        settings.put("OUTREACH_DB_PORT", Integer.toString(ports.mariaDb()));
        settings.put("OUTREACH_KAFKA", "127.0.0.1:" + ports.kafka());
        settings.put("OUTREACH_REDIS_PORT", Integer.toString(ports.redis()));
        settings.put("OUTREACH_ISSUER", ports.simulatorsUrl());
        settings.put("OUTREACH_JWKS_URI", ports.simulatorsUrl() + "/oauth2/jwks");
        settings.put("OUTREACH_TOKEN_URI", ports.simulatorsUrl() + "/oauth2/token");
        settings.put("OUTREACH_AUTHORIZATION_URI", ports.simulatorsUrl() + "/oauth2/authorize");
        settings.put("OUTREACH_CONSOLE_SECURE", "false");
        settings.put("OUTREACH_SENDGRID_REPLY_DOMAIN", "parse.outreach.example.org");
        settings.put("OUTREACH_SENDGRID_EMAIL_ACTIVITY", "true");
        settings.put("OUTREACH_SENDGRID_URL", ports.simulatorsUrl());
        settings.put("OUTREACH_TWILIO_URL", ports.simulatorsUrl());
        settings.put("OUTREACH_WHATSAPP_URL", ports.simulatorsUrl());
        settings.put("OUTREACH_WEBHOOK_BASE", ports.url(SuiteService.WEBHOOK));
        settings.put("OUTREACH_WEBHOOK_PUBLIC_BASE", ports.url(SuiteService.WEBHOOK));
        settings.put("OUTREACH_UNSUBSCRIBE_BASE", ports.url(SuiteService.PREFERENCE));
        settings.put("OUTREACH_PORTAL_LINK_BASE", ports.url(SuiteService.TEMPLATE));
        settings.put("OUTREACH_CLOCK_FILE", folder.clock().toString());
        settings.put("OUTREACH_CHANNEL_SPOOL", folder.root().resolve("spool").toString());
        settings.put("OUTREACH_DATA_DIR", folder.root().toString());
        settings.put("OUTREACH_SMALLEST_CELL", "1");
        settings.put("OUTREACH_DB_POOL", options.forked() ? "10" : "8");
        settings.put("OUTREACH_CONCURRENCY", Integer.toString(consumers()));
        for (var service : SuiteService.values()) {
            settings.put(service.portVariable(), Integer.toString(ports.of(service)));
            settings.put(service.urlVariable(), ports.url(service));
        }
        return settings;
    }

    /**
     * How many threads consume a topic for one purpose. Some thirty purposes share this machine: on a small one a second
     * thread for each only takes turns with the first, and with those that somebody waits for.
     */
    private static int consumers() {
        return Runtime.getRuntime().availableProcessors() < CORES_FOR_TWO ? 1 : 2;
    }

    static Map<String, String> ofSimulators(
            SuiteOptions options, SuiteFolder folder, SuitePorts ports, Properties secrets) {
        var webhook = ports.url(SuiteService.WEBHOOK);
        var settings = new LinkedHashMap<String, String>();
        settings.put("server.port", Integer.toString(ports.simulators()));
        settings.put("simulators.data-dir", folder.simulators().toString());
        settings.put("simulators.patients.enabled", Boolean.toString(options.patients()));
        settings.put("simulators.identity.issuer", ports.simulatorsUrl());
        settings.put("simulators.identity.redirects", ports.url(SuiteService.ANALYTICS) + "/console/signed-in");
        settings.put("simulators.identity.service-secret", secrets.getProperty("OUTREACH_CLIENT_SECRET"));
        settings.put("simulators.identity.clients[0].id", "prometheus");
        settings.put("simulators.identity.clients[0].secret", secrets.getProperty("PROMETHEUS_CLIENT_SECRET"));
        settings.put("simulators.identity.clients[0].roles[0]", "monitoring");
        settings.put("simulators.sendgrid.webhook-url", webhook + "/api/v1/webhooks/sendgrid/events");
        settings.put("simulators.sendgrid.parse-url", webhook + "/api/v1/webhooks/sendgrid/inbound");
        // Twilio's own block after a STOP binds the service that sends, also for those who were never written to.
        settings.put("simulators.twilio.sender-numbers", NUMBER);
        settings.put("simulators.twilio.services." + MESSAGING_SERVICE, NUMBER);
        settings.put("simulators.twilio.inbound-url", webhook + "/api/v1/webhooks/twilio/inbound");
        settings.put("simulators.whatsapp.webhook-url", webhook + "/api/v1/webhooks/whatsapp");
        settings.put("outreach.clock.file", folder.clock().toString());
        return settings;
    }
}
