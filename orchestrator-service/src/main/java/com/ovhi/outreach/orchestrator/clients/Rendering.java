package com.ovhi.outreach.orchestrator.clients;

import com.ovhi.outreach.common.contract.api.RenderedMessage;
import java.util.List;

/** What came out of asking for a text. */
public sealed interface Rendering {

    /** The text. */
    record Rendered(RenderedMessage message) implements Rendering {}

    /** There is no such template for this purpose and channel. */
    record UnknownTemplate() implements Rendering {}

    /** There is a template, but the channel's provider does not let it be sent now; another channel may do. */
    record NotOnThisChannel(String code) implements Rendering {}

    /** The template needs variables that were not given. */
    record MissingVariables(List<String> names) implements Rendering {}

    /** The template and the variables do not go together, or the text may not travel on this channel. */
    record Unsuitable(String code, List<String> variables) implements Rendering {}
}
