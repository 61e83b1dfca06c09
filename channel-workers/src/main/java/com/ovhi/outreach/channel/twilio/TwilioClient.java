package com.ovhi.outreach.channel.twilio;

import com.ovhi.outreach.channel.gateway.CallLimits;
import com.twilio.http.TwilioRestClient;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The one client of the account, shared by sending and looking up. */
@Configuration(proxyBeanMethods = false)
class TwilioClient {

    @Bean
    TwilioRestClient twilioRestClient(TwilioProperties properties, CallLimits limits) {
        return TwilioConnection.client(properties, limits);
    }
}
