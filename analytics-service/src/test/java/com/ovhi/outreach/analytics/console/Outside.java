package com.ovhi.outreach.analytics.console;

import com.ovhi.outreach.common.testing.FakeService;
import java.util.Arrays;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** Whom the console talks to: identity provider and services, at the far end of real connections. */
interface Outside {

    FakeService SERVICES = FakeService.start();

    @DynamicPropertySource
    static void addresses(DynamicPropertyRegistry settings) {
        settings.add("outreach.clients.token-uri", () -> SERVICES.url() + "/oauth2/token");
        settings.add("outreach.console.authorization-uri", () -> SERVICES.url() + "/oauth2/authorize");
        settings.add("outreach.console.revocation-uri", () -> SERVICES.url() + "/oauth2/revoke");
        settings.add("server.servlet.session.cookie.secure", () -> "false");
        Arrays.stream(Call.values())
                .map(Call::service)
                .distinct()
                .forEach(service -> settings.add("outreach.clients.addresses." + service, SERVICES::url));
    }
}
