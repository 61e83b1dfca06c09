package com.ovhi.outreach.analytics.console;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.oauth2.client.userinfo.OAuth2UserRequest;
import org.springframework.security.oauth2.client.userinfo.OAuth2UserService;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.user.DefaultOAuth2User;
import org.springframework.security.oauth2.core.user.OAuth2User;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.stereotype.Component;

/**
 * Knows a person by the access token alone, checked as every service checks it: there is no second truth about their
 * roles. Thread-safe.
 */
@Component
class ConsoleUsers implements OAuth2UserService<OAuth2UserRequest, OAuth2User> {

    static final String ROLES = "roles";
    static final String ORGANIZATION = "org";
    private static final String SUBJECT = "sub";

    private final JwtDecoder decoder;

    ConsoleUsers(JwtDecoder decoder) {
        this.decoder = decoder;
    }

    /** @throws OAuth2AuthenticationException when no service would take the token, or it is nobody's */
    @Override
    public OAuth2User loadUser(OAuth2UserRequest request) {
        var token = decode(request);
        var roles = Objects.requireNonNullElse(token.getClaimAsStringList(ROLES), List.<String>of());
        var attributes = new LinkedHashMap<String, Object>();
        attributes.put(SUBJECT, subject(token));
        attributes.put(ROLES, List.copyOf(roles));
        if (token.getClaim(ORGANIZATION) instanceof Number organization) {
            attributes.put(ORGANIZATION, organization.longValue());
        }
        return new DefaultOAuth2User(AuthorityUtils.createAuthorityList(roles), attributes, SUBJECT);
    }

    private Jwt decode(OAuth2UserRequest request) {
        try {
            return decoder.decode(request.getAccessToken().getTokenValue());
        } catch (JwtException e) {
            throw new OAuth2AuthenticationException(new OAuth2Error("invalid_token"), e);
        }
    }

    private static String subject(Jwt token) {
        var subject = token.getSubject();
        if (subject == null || subject.isBlank()) {
            throw new OAuth2AuthenticationException(new OAuth2Error("invalid_token"));
        }
        return subject;
    }
}
