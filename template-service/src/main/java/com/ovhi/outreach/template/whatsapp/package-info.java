/** Which of our WhatsApp templates Meta lets us send, as its webhooks say. */
@NullMarked
package com.ovhi.outreach.template.whatsapp;

import org.jspecify.annotations.NullMarked;
