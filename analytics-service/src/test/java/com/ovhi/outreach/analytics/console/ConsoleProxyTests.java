package com.ovhi.outreach.analytics.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.TestTokens;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.TestPropertySource;

/** The console behind a proxy that ends TLS. */
@ServiceTest(schema = "ovhi_analytics")
@TestPropertySource(properties = "outreach.console.base=https://console.example")
class ConsoleProxyTests implements Outside {

    private final Visitor visitor;

    ConsoleProxyTests(TestTokens tokens, @LocalServerPort int port) {
        visitor = new Visitor(port, tokens);
    }

    @AfterEach
    void leave() {
        visitor.close();
    }

    @Test
    void tellsBrowsersToComeWithTlsOnlyThoughItSeesNone() {
        SERVICES.reset();
        visitor.signIn("ops");

        assertThat(visitor.asked().get("redirect_uri"))
                .contains("console.example")
                .doesNotContain("127.0.0.1");
        assertThat(visitor.get("/console/").headers().firstValue("Strict-Transport-Security"))
                .hasValueSatisfying(policy -> assertThat(policy).contains("max-age="));
    }
}
