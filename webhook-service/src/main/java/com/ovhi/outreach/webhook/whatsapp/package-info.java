/** Webhooks of the WhatsApp Cloud API. */
@NullMarked
package com.ovhi.outreach.webhook.whatsapp;

import org.jspecify.annotations.NullMarked;
