package com.ovhi.outreach.channel.whatsapp;

import com.ovhi.outreach.channel.gateway.Account;
import com.ovhi.outreach.channel.gateway.CallLimits;
import com.ovhi.outreach.channel.gateway.ProviderGateways;
import com.ovhi.outreach.channel.gateway.Refusals;
import com.ovhi.outreach.common.ids.Provider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class WhatsAppConfiguration {

    @Bean
    ProviderGateways whatsAppGateways(WhatsAppAccounts settings, CallLimits limits, Refusals refusals) {
        return ProviderGateways.of(
                settings.accounts(),
                (name, account) ->
                        new WhatsAppGateway(new Account(Provider.WHATSAPP, name), account, limits, refusals));
    }
}
