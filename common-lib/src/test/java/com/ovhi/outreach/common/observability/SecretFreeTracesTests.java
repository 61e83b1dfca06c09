package com.ovhi.outreach.common.observability;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.api.Test;
import org.springframework.http.server.observation.DefaultServerRequestObservationConvention;
import org.springframework.http.server.observation.ServerHttpObservationDocumentation;
import org.springframework.http.server.observation.ServerRequestObservationContext;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

/** What a trace of a request holds, as Spring's own convention makes it. */
class SecretFreeTracesTests {

    private static final String TOKEN = "s3cr3tTokenOfAPatientsPage";

    private final ObservationRegistry registry = ObservationRegistry.create();
    private final Seen seen = new Seen();

    @Test
    void holdsTheRouteButNotTheAddress() {
        registry.observationConfig().observationHandler(seen).observationFilter(new SecretFreeTraces());

        observe();

        assertThat(seen.values).doesNotContain(TOKEN).contains("/preferences/{token}");
    }

    /** Otherwise the test above would prove nothing. */
    @Test
    void wouldHoldTheAddressWithoutTheFilter() {
        registry.observationConfig().observationHandler(seen);

        observe();

        assertThat(seen.values).contains(TOKEN);
    }

    private void observe() {
        var request = new MockHttpServletRequest("GET", "/preferences/" + TOKEN);
        var context = new ServerRequestObservationContext(request, new MockHttpServletResponse());
        context.setPathPattern("/preferences/{token}");
        ServerHttpObservationDocumentation.HTTP_SERVLET_SERVER_REQUESTS
                .observation(null, new DefaultServerRequestObservationConvention(), () -> context, registry)
                .observe(() -> {});
    }

    private static final class Seen implements ObservationHandler<Observation.Context> {

        private String values = "";

        @Override
        public void onStop(Observation.Context context) {
            values = context.getAllKeyValues().toString();
        }

        @Override
        public boolean supportsContext(Observation.Context context) {
            return true;
        }
    }
}
