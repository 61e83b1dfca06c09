package com.ovhi.outreach.webhook.http;

import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Puts the turnstile before everything that strangers may call. */
@Configuration(proxyBeanMethods = false)
class TurnstileConfiguration implements WebMvcConfigurer {

    private final Turnstile turnstile;

    TurnstileConfiguration(Turnstile turnstile) {
        this.turnstile = turnstile;
    }

    @Bean
    static WebServerFactoryCustomizer<TomcatServletWebServerFactory> pausesAreUnavailable() {
        return factory -> factory.addContextValves(new PauseValve());
    }

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(turnstile)
                .addPathPatterns(
                        "/api/v1/webhooks/sendgrid/**",
                        "/api/v1/webhooks/twilio/**",
                        "/api/v1/webhooks/whatsapp/**",
                        "/api/v1/comm/webhook/**");
    }
}
