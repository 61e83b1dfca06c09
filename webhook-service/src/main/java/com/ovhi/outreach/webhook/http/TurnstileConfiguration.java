package com.ovhi.outreach.webhook.http;

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
