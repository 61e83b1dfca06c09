package com.ovhi.outreach.common.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;

class HeaderBearerTokensTests {

    private final HeaderBearerTokens tokens = new HeaderBearerTokens();

    @ParameterizedTest
    @ValueSource(strings = {"Bearer abc.DEF-123_~+/==", "bearer abc.DEF-123_~+/==", "BEARER   abc.DEF-123_~+/=="})
    void the_scheme_is_told_in_any_case(String header) {
        assertThat(tokens.resolve(with(header))).isEqualTo("abc.DEF-123_~+/==");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Basic abc", "Bearer", "abc", "Token abc"})
    void other_schemes_are_somebody_elses(String header) {
        assertThat(tokens.resolve(with(header))).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer ", "Bearer =", "Bearer a b", "Bearer a=b", "Bearer ä", "Bearer a,b", "Bearer a\"b"})
    void what_is_no_token_is_refused(String header) {
        assertThatThrownBy(() -> tokens.resolve(with(header))).isInstanceOf(OAuth2AuthenticationException.class);
    }

    @Test
    void a_token_in_the_query_is_not_looked_at() {
        var request = new MockHttpServletRequest("GET", "/");
        request.setQueryString("access_token=abc");
        request.setParameter("access_token", "abc");
        assertThat(tokens.resolve(request)).isNull();
    }

    private static MockHttpServletRequest with(String header) {
        var request = new MockHttpServletRequest("GET", "/");
        request.addHeader("Authorization", header);
        return request;
    }
}
