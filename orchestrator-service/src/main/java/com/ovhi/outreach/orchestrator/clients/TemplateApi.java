package com.ovhi.outreach.orchestrator.clients;

import com.ovhi.outreach.common.contract.api.Answers;
import com.ovhi.outreach.common.contract.api.Questions;
import com.ovhi.outreach.common.contract.api.RenderRequest;
import com.ovhi.outreach.common.contract.api.RenderedMessage;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.service.annotation.PostExchange;

/** template-service, as far as it is called. */
interface TemplateApi {

    @PostExchange("/api/v1/templates/render")
    RenderedMessage render(@RequestBody RenderRequest request);

    @PostExchange("/api/v1/templates/render/batch")
    Answers<RenderedMessage> renderAll(@RequestBody Questions<RenderRequest> requests);
}
