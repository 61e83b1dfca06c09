package com.ovhi.outreach.analytics.console;

import com.ovhi.outreach.common.security.ServiceClientProperties;
import com.ovhi.outreach.common.security.ServiceClients;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.security.authentication.InsufficientAuthenticationException;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer;
import org.springframework.security.oauth2.client.endpoint.RestClientAuthorizationCodeTokenResponseClient;
import org.springframework.security.oauth2.client.web.DefaultOAuth2AuthorizationRequestResolver;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizationRequestCustomizers;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizationRequestResolver;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.authentication.AuthenticationSuccessHandler;
import org.springframework.security.web.authentication.LoginUrlAuthenticationEntryPoint;
import org.springframework.security.web.authentication.SimpleUrlAuthenticationSuccessHandler;
import org.springframework.security.web.authentication.logout.HttpStatusReturningLogoutSuccessHandler;
import org.springframework.security.web.csrf.CsrfException;
import org.springframework.security.web.csrf.CsrfFilter;
import org.springframework.security.web.header.writers.CrossOriginOpenerPolicyHeaderWriter.CrossOriginOpenerPolicy;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.security.web.header.writers.StaticHeadersWriter;
import org.springframework.security.web.util.matcher.AnyRequestMatcher;

/**
 * The console's own chain of filters: people with a session, where everything else takes bearer tokens. The session holds
 * the access token, so the browser never does.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ConsoleProperties.class)
class ConsoleSecurity {

    private static final String SIGN_IN = "/console/sign-in";
    private static final String SIGNED_OUT = "/console/signed-out.html";
    private static final String[] OPEN = {SIGNED_OUT, "/console/console.css", "/console/icon.svg"};

    /** No inline script or style, nothing from elsewhere, and no text ever parsed as markup. */
    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
            + " connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none';"
            + " require-trusted-types-for 'script'";

    @Bean
    @Order(1)
    SecurityFilterChain consoleChain(
            HttpSecurity http,
            UserTokens tokens,
            ConsoleUsers users,
            Sessions sessions,
            SignOut signOut,
            ConsoleProperties console,
            ServiceClientProperties clients,
            AuthenticationEntryPoint problems,
            AccessDeniedHandler refusals) {
        return http.securityMatcher("/console", "/console/**")
                .authorizeHttpRequests(requests ->
                        requests.requestMatchers(OPEN).permitAll().anyRequest().authenticated())
                .oauth2Login(login -> login.clientRegistrationRepository(tokens.registrations())
                        .authorizedClientRepository(tokens.clients())
                        .loginPage(SIGNED_OUT)
                        .authorizationEndpoint(start -> start.authorizationRequestResolver(start(tokens, signOut)))
                        .redirectionEndpoint(back -> back.baseUri(UserTokens.CALLBACK))
                        .tokenEndpoint(token -> token.accessTokenResponseClient(codes(clients)))
                        .userInfoEndpoint(user -> user.userService(users))
                        .successHandler(home(signOut))
                        .failureUrl(SIGNED_OUT + "?failed"))
                .logout(logout -> logout.logoutUrl("/console/sign-out")
                        .addLogoutHandler(signOut)
                        .logoutSuccessHandler(new HttpStatusReturningLogoutSuccessHandler(HttpStatus.NO_CONTENT)))
                .requestCache(cache -> cache.disable())
                .addFilterBefore(sessions::refuseTooMany, CsrfFilter.class)
                .exceptionHandling(errors -> errors.authenticationEntryPoint(entry(problems))
                        .accessDeniedHandler(denied(problems, refusals)))
                .headers(headers -> strict(headers, console))
                .build();
    }

    private static AuthenticationSuccessHandler home(SignOut signOut) {
        var home = new SimpleUrlAuthenticationSuccessHandler("/console/");
        home.setAlwaysUseDefaultTargetUrl(true);
        return (request, response, user) -> {
            Sessions.keep(request);
            signOut.forget(request, response);
            home.onAuthenticationSuccess(request, response, user);
        };
    }

    private static OAuth2AuthorizationRequestResolver start(UserTokens tokens, SignOut signOut) {
        var resolver = new DefaultOAuth2AuthorizationRequestResolver(tokens.registrations(), SIGN_IN);
        resolver.setAuthorizationRequestCustomizer(OAuth2AuthorizationRequestCustomizers.withPkce());
        return new OAuth2AuthorizationRequestResolver() {
            @Override
            public @Nullable OAuth2AuthorizationRequest resolve(HttpServletRequest request) {
                var start = resolver.resolve(request);
                return start == null ? null : signOut.asking(start, request);
            }

            @Override
            public @Nullable OAuth2AuthorizationRequest resolve(HttpServletRequest request, String registration) {
                var start = resolver.resolve(request, registration);
                return start == null ? null : signOut.asking(start, request);
            }
        };
    }

    private static RestClientAuthorizationCodeTokenResponseClient codes(ServiceClientProperties clients) {
        var codes = new RestClientAuthorizationCodeTokenResponseClient();
        codes.setRestClient(ServiceClients.tokenRequests(clients));
        return codes;
    }

    /** Pages send people to the identity provider; calls of a page are told that the session is over. */
    private static AuthenticationEntryPoint entry(AuthenticationEntryPoint problems) {
        var signIn = new LoginUrlAuthenticationEntryPoint(SIGN_IN + "/" + UserTokens.REGISTRATION);
        signIn.setFavorRelativeUris(true);
        return (request, response, failure) -> (request.getRequestURI().startsWith("/console/api/") ? problems : signIn)
                .commence(request, response, failure);
    }

    /**
     * Who has no CSRF token, or that of a session that is over, must sign in, or has done so in another window: it is not a
     * matter of roles. Such a request was not looked at and may come again with the token of the session there is.
     */
    private static AccessDeniedHandler denied(AuthenticationEntryPoint problems, AccessDeniedHandler refusals) {
        return (request, response, failure) -> {
            if (failure instanceof CsrfException) {
                problems.commence(request, response, new InsufficientAuthenticationException("No session", failure));
            } else {
                refusals.handle(request, response, failure);
            }
        };
    }

    private static void strict(HeadersConfigurer<HttpSecurity> headers, ConsoleProperties console) {
        if (console.encrypted()) {
            // By default only answers to TLS have it, and behind a proxy none seems to be one.
            headers.httpStrictTransportSecurity(hsts -> hsts.requestMatcher(AnyRequestMatcher.INSTANCE));
        }
        headers.contentSecurityPolicy(policy -> policy.policyDirectives(POLICY))
                .frameOptions(frame -> frame.deny())
                .referrerPolicy(referrer -> referrer.policy(ReferrerPolicy.NO_REFERRER))
                .crossOriginOpenerPolicy(opener -> opener.policy(CrossOriginOpenerPolicy.SAME_ORIGIN))
                .addHeaderWriter(new StaticHeadersWriter(
                        "Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=()"));
    }
}
