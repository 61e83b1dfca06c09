-- What staff may answer on WhatsApp when it takes no free text any more: that the message was read, and how to reach the clinic;
-- nothing about health, and no link. A variant of the suite's notices, chosen by its name only. The wording is checked by
-- SeededTemplatesTests. Meta has to approve it first; until then nobody can send it.
INSERT INTO comm_templates (
    name, purpose, channel, language, body, variables, whatsapp_name, whatsapp_language, whatsapp_parameters,
    whatsapp_quick_replies, is_marketing, updated_by, variant_of, variant)
SELECT CONCAT('Answer of staff (whatsapp, ', base.language, ')'), 'lab_ready', 'whatsapp', base.language,
    CASE base.language
        WHEN 'en' THEN 'This is {{clinic_name}}. We have read your message. Please write to us here again or call {{clinic_phone}} for help.'
        WHEN 'es' THEN 'Le escribe {{clinic_name}}. Hemos leído su mensaje. Escríbanos aquí de nuevo o llame al {{clinic_phone}} si necesita ayuda.'
        WHEN 'fr' THEN 'Ici {{clinic_name}}. Nous avons lu votre message. Veuillez nous écrire de nouveau ici ou appeler le {{clinic_phone}} pour obtenir de l''aide.'
        WHEN 'pt' THEN 'Aqui é {{clinic_name}}. Lemos a sua mensagem. Por favor, escreva de novo por aqui ou ligue para {{clinic_phone}} se precisar de ajuda.'
        WHEN 'zh' THEN '这里是{{clinic_name}}。我们已阅读您的消息。请在这里再次给我们留言，或致电 {{clinic_phone}} 联系我们。'
        WHEN 'vi' THEN 'Đây là {{clinic_name}}. Chúng tôi đã đọc tin nhắn của quý vị. Vui lòng nhắn lại cho chúng tôi tại đây hoặc gọi {{clinic_phone}} để được giúp đỡ.'
        WHEN 'ko' THEN '안녕하세요, {{clinic_name}}입니다. 보내 주신 메시지를 읽었습니다. 여기로 다시 메시지를 보내시거나 {{clinic_phone}}번으로 전화해 주세요.'
        WHEN 'ru' THEN 'Это {{clinic_name}}. Мы прочитали ваше сообщение. Пожалуйста, напишите нам сюда ещё раз или позвоните по телефону {{clinic_phone}}, если нужна помощь.'
        WHEN 'ar' THEN 'معك {{clinic_name}}. لقد قرأنا رسالتك. يرجى مراسلتنا هنا مرة أخرى أو الاتصال على {{clinic_phone}} للمساعدة.'
        WHEN 'tl' THEN 'Ito ang {{clinic_name}}. Nabasa namin ang iyong mensahe. Mangyaring sumulat muli rito o tumawag sa {{clinic_phone}} kung kailangan mo ng tulong.'
    END,
    '["clinic_name", "clinic_phone"]', 'staff_answer_v1', base.whatsapp_language, '["clinic_name", "clinic_phone"]', '[]',
    FALSE, 'template-service', base.id, 'answer'
FROM comm_templates base
WHERE base.organization_id IS NULL AND base.variant_of IS NULL AND base.purpose = 'lab_ready' AND base.channel = 'whatsapp'
    AND base.language IN ('en', 'es', 'fr', 'pt', 'zh', 'vi', 'ko', 'ru', 'ar', 'tl');

INSERT INTO comm_template_versions (
    template_id, version, name, subject, body, html_body, variables,
    whatsapp_name, whatsapp_language, whatsapp_parameters, whatsapp_quick_replies, is_marketing, created_by)
SELECT id, version, name, subject, body, html_body, variables,
    whatsapp_name, whatsapp_language, whatsapp_parameters, whatsapp_quick_replies, is_marketing, updated_by
FROM comm_templates t
WHERE t.organization_id IS NULL
    AND t.variant = 'answer'
    AND NOT EXISTS (SELECT 1 FROM comm_template_versions v WHERE v.template_id = t.id);

INSERT INTO whatsapp_mappings (name, language_code, category, state, state_at, category_at, updated_by)
SELECT DISTINCT whatsapp_name, whatsapp_language, 'utility', 'pending', '2020-01-01 00:00:00', '2020-01-01 00:00:00',
    'template-service'
FROM comm_templates
WHERE organization_id IS NULL AND whatsapp_name = 'staff_answer_v1';
