package com.ovhi.outreach.simulators.exchange;

import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class ExchangeConfiguration {

    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> hangingUp() {
        return factory -> factory.addEngineValves(new HangUp());
    }
}
