package com.ovhi.outreach.common.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.util.unit.DataSize;

class ClientAddressTests {

    private static final String PROXY = "10.0.0.7";

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            203.0.113.9                    | 203.0.113.9
            1.2.3.4, 203.0.113.9           | 203.0.113.9
            1.2.3.4,2001:db8::7            | 2001:db8::7
            203.0.113.9, unknown           | 10.0.0.7
            <script>                       | 10.0.0.7
            ''                             | 10.0.0.7
            """)
    void isTheLastEntryOfTheHeaderIfThatIsAnAddress(String header, String address) throws Exception {
        var request = fromProxy();
        request.addHeader("X-Forwarded-For", header);

        assertThat(seen("X-Forwarded-For", request)).isEqualTo(address);
    }

    @Test
    void isTheLastOfSeveralHeaders() throws Exception {
        var request = fromProxy();
        request.addHeader("X-Forwarded-For", "1.2.3.4");
        request.addHeader("X-Forwarded-For", "203.0.113.9");

        assertThat(seen("X-Forwarded-For", request)).isEqualTo("203.0.113.9");
    }

    @Test
    void isTheConnectionsWithoutAHeaderOrASetting() throws Exception {
        assertThat(seen("X-Forwarded-For", fromProxy())).isEqualTo(PROXY);
        var request = fromProxy();
        request.addHeader("X-Forwarded-For", "203.0.113.9");

        assertThat(seen("", request)).isEqualTo(PROXY);
    }

    private static String seen(String header, MockHttpServletRequest request) throws Exception {
        var chain = new MockFilterChain();
        new ClientAddress(new WebProperties(DataSize.ofMegabytes(1), header))
                .doFilter(request, new MockHttpServletResponse(), chain);
        return Objects.requireNonNull(chain.getRequest()).getRemoteAddr();
    }

    private static MockHttpServletRequest fromProxy() {
        var request = new MockHttpServletRequest();
        request.setRemoteAddr(PROXY);
        return request;
    }
}
