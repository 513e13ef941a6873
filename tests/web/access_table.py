"""Who may use which route, by actual status.

| column | who asks |
|---|---|
| out, link | nobody who is signed in; the same with the cookie of a member's link |
| memb, part | a plain member of a side, a partner |
| mgmt, staff | a chair of each side, who also reads the comments first |
| vice | a vice chair |
| left | somebody who chaired until yesterday and is still signed in |
| secr, else | the secretariat of this forum, and of another |
| oper | who looks after the installation and holds no seat anywhere |

"in" means: sent to the sign-in page. "lost" means: asked for the link of the invitation.
"""

TABLE = """
endpoint                           send where     out link memb part mgmt staff vice left secr else oper
public.front                       GET  -         200  200  200  200  200   200  200  200  200  200  200
public.how_answers_are_protected   GET  -         200  200  200  200  200   200  200  200  200  200  200
public.how_to_read_results         GET  -         200  200  200  200  200   200  200  200  200  200  200
public.privacy                     GET  -         200  200  200  200  200   200  200  200  200  200  200
public.accessibility               GET  -         200  200  200  200  200   200  200  200  200  200  200
public.cookies                     GET  -         200  200  200  200  200   200  200  200  200  200  200
public.health                      GET  -         200  200  200  200  200   200  200  200  200  200  200
public.brand                       GET  -         200  200  200  200  200   200  200  200  200  200  200
resources.search                   GET  -         200  200  200  200  200   200  200  200  200  200  200
public.find_your_page              POST -         422  422  422  422  422   422  422  422  422  422  422

static                             GET  -         200  200  200  200  200   200  200  200  200  200  200

account.sign_in                    GET  -         200  200  303  303  303   303  303  303  303  303  303
account.ask_for_link               POST -         422  422  422  422  422   422  422  422  422  422  422
account.check_email                GET  -         200  200  200  200  200   200  200  200  200  200  200
account.code                       GET  -         200  200  200  200  200   200  200  200  200  200  200
account.spend_code                 POST -         422  422  422  422  422   422  422  422  422  422  422
account.link                       GET  unknown   200  200  200  200  200   200  200  200  200  200  200
account.spend_link                 POST unknown   410  410  410  410  410   410  410  410  410  410  410
account.sign_out                   POST -         303  303  303  303  303   303  303  303  303  303  303
account.forums                     GET  -          in   in  200  200  200   200  200  200  200  200  200
account.operator_mail              GET  -          in   in  404  404  404   404  404  404  404  404  200

answering.landing                  GET  live      200  200  200  200  200   200  200  200  200  200  200
answering.landing                  GET  unknown   404  404  404  404  404   404  404  404  404  404  404
answering.landing                  GET  replaced  200  200  200  200  200   200  200  200  200  200  200
answering.start                    POST live      303  303  303  303  303   303  303  303  303  303  303
answering.start                    POST unknown   404  404  404  404  404   404  404  404  404  404  404
answering.pick_up                  POST -        lost lost lost lost lost  lost lost lost lost lost lost
answering.task_list                GET  -        lost  200 lost lost lost  lost lost lost lost lost lost
answering.page                     GET  -        lost  200 lost lost lost  lost lost lost lost lost lost
answering.page                     POST -        lost  303 lost lost lost  lost lost lost lost lost lost
answering.check                    GET  -        lost  200 lost lost lost  lost lost lost lost lost lost
answering.submit                   POST -        lost  303 lost lost lost  lost lost lost lost lost lost
answering.finish_later             POST -         200  200  200  200  200   200  200  200  200  200  200
answering.deputy                   GET  -        lost  200 lost lost lost  lost lost lost lost lost lost
answering.deputy                   POST -        lost  422 lost lost lost  lost lost lost lost lost lost
answering.results                  GET  -        lost  303 lost lost lost  lost lost lost lost lost lost

secretariat.forum                  GET  -          in   in  403  403  200   200  200  404  200  404  403
secretariat.people                 GET  -          in   in  403  403  200   200  200  404  200  404  403
secretariat.add_person             GET  -          in   in  403  403  403   403  403  404  200  404  403
secretariat.add_person             POST -         403  403  403  403  403   403  403  404  422  404  403
secretariat.person                 GET  m3         in   in  403  403  403   403  403  404  200  404  403
secretariat.change_person          GET  m3         in   in  403  403  403   403  403  404  200  404  403
secretariat.change_person          POST m3        403  403  403  403  403   403  403  404  422  404  403
secretariat.person_leaves          GET  m3         in   in  403  403  403   403  403  404  200  404  403
secretariat.person_leaves          POST m3        403  403  403  403  403   403  403  404  422  404  403
secretariat.correct_person_address GET  m3         in   in  403  403  403   403  403  404  200  404  403
secretariat.correct_person_address POST m3        403  403  403  403  403   403  403  404  303  404  403
secretariat.person_deputy          GET  m3         in   in  403  403  403   403  403  404  200  404  403
secretariat.person_deputy          POST m3        403  403  403  403  403   403  403  404  303  404  403
secretariat.table                  GET  -          in   in  403  403  403   403  403  404  200  404  403
secretariat.table                  POST -         403  403  403  403  403   403  403  404  422  404  403
secretariat.store_table            POST -         403  403  403  403  403   403  403  404  422  404  403
secretariat.table_template         GET  -          in   in  403  403  403   403  403  404  200  404  403
secretariat.posts                  GET  -          in   in  403  403  403   403  403  404  200  404  200
secretariat.posts                  POST -         403  403  403  403  403   403  403  404  422  404  422
secretariat.remove_post            GET  second     in   in  403  403  403   403  403  404  200  404  200
secretariat.remove_post            POST second    403  403  403  403  403   403  403  404  303  404  303
secretariat.new_round              GET  -          in   in  403  403  403   403  403  404  200  404  403
secretariat.new_round              POST -         403  403  403  403  403   403  403  404  422  404  403
secretariat.change_round           GET  draft      in   in  403  403  403   403  403  404  200  404  403
secretariat.change_round           POST draft     403  403  403  403  403   403  403  404  422  404  403
secretariat.round_page             GET  draft      in   in  403  403  200   200  200  404  200  404  403
secretariat.round_page             GET  open       in   in  403  403  200   200  200  404  200  404  403
secretariat.round_page             GET  stopped    in   in  403  403  200   200  200  404  200  404  403
secretariat.round_page             GET  closed     in   in  403  403  200   200  200  404  200  404  403
secretariat.round_page             GET  typed      in   in  403  403  404   404  404  404  200  404  403
secretariat.round_page             GET  used       in   in  403  403  200   200  200  404  200  404  403
secretariat.preview                GET  draft      in   in  403  403  200   200  200  404  200  404  403
secretariat.record_page            GET  open       in   in  403  403  200   200  200  404  200  404  403
secretariat.round_state            GET  counting   in   in  403  403  200   200  200  404  200  404  403
secretariat.preview                GET  typed      in   in  403  403  404   404  404  404  200  404  403
secretariat.record_page            GET  typed      in   in  403  403  404   404  404  404  200  404  403
secretariat.round_state            GET  typed      in   in  403  403  404   404  404  404  200  404  403
secretariat.confirm_side           GET  typed      in   in  403  403  404   404  404  404  403  404  403
secretariat.open_page              GET  ready      in   in  403  403  403   403  403  404  200  404  403
secretariat.open_page              POST ready     403  403  403  403  403   403  403  404  303  404  403
secretariat.confirm_side           GET  draft      in   in  403  403  200   200  200  404  403  404  403
secretariat.confirm_side           POST draft     403  403  403  403  409   409  409  404  403  404  403
secretariat.invitations            GET  open       in   in  403  403  403   403  403  404  200  404  403
secretariat.invitation             GET  open/m3    in   in  403  403  403   403  403  404  200  404  403
secretariat.new_link               POST open/m4   403  403  403  403  403   403  403  404  303  404  403
secretariat.hand_over              POST open/m3   403  403  403  403  403   403  403  404  303  404  403
secretariat.take_back              POST open/m5   403  403  403  403  403   403  403  404  303  404  403
secretariat.add_invitation         GET  open       in   in  403  403  403   403  403  404  200  404  403
secretariat.add_invitation         POST open      403  403  403  403  403   403  403  404  422  404  403
secretariat.stop_round             GET  open       in   in  403  403  200   200  200  404  200  404  403
secretariat.stop_round             POST open      403  403  403  403  303   303  303  404  303  404  403
secretariat.check                  GET  stopped    in   in  403  403  200   200  200  404  200  404  403
secretariat.reopen_round           GET  stopped    in   in  403  403  200   200  200  404  200  404  403
secretariat.reopen_round           POST stopped   403  403  403  403  422   422  422  404  422  404  403
secretariat.close_round            GET  stopped    in   in  403  403  200   200  200  404  200  404  403
secretariat.close_round            POST stopped   403  403  403  403  303   303  303  404  303  404  403
secretariat.annul_round            GET  open       in   in  403  403  200   200  200  404  200  404  403
secretariat.annul_round            POST open      403  403  403  403  422   422  422  404  422  404  403
secretariat.earlier                GET  -          in   in  403  403  403   403  403  404  200  404  403
secretariat.earlier                POST -         403  403  403  403  403   403  403  404  422  404  403
secretariat.type_in_page           GET  -          in   in  403  403  403   403  403  404  200  404  403
secretariat.type_in_page           POST -         403  403  403  403  403   403  403  404  422  404  403
secretariat.import_file            GET  -          in   in  403  403  403   403  403  404  200  404  403
secretariat.import_file            POST -         403  403  403  403  403   403  403  404  422  404  403
secretariat.import_columns         POST -         403  403  403  403  403   403  403  404  422  404  403
secretariat.store_import           POST -         403  403  403  403  403   403  403  404  422  404  403
secretariat.import_template        GET  -          in   in  403  403  403   403  403  404  200  404  403
secretariat.use_earlier            POST typed     403  403  403  403  403   403  403  404  303  404  403
secretariat.undo_earlier           POST typed     403  403  403  403  403   403  403  404  303  404  403
secretariat.own_wordings           GET  -          in   in  403  403  200   200  200  404  200  404  403
secretariat.own_wordings           POST -         403  403  403  403  403   403  403  404  422  404  403
secretariat.wording_page           GET  own_draft  in   in  403  403  200   200  200  404  200  404  403
secretariat.wording_page           GET  own_agreed in   in  403  403  200   200  200  404  200  404  403
secretariat.wording_changes        GET  own_proposed in in  403  403  200   200  200  404  200  404  403
secretariat.preview_wording        GET  own_draft  in   in  403  403  200   200  200  404  200  404  403
secretariat.name_wording           GET  own_draft  in   in  403  403  403   403  403  404  200  404  403
secretariat.name_wording           POST own_draft 403  403  403  403  403   403  403  404  409  404  403
secretariat.discard_wording        GET  own_draft  in   in  403  403  403   403  403  404  200  404  403
secretariat.discard_wording        POST own_draft 403  403  403  403  403   403  403  404  303  404  403
secretariat.discard_wording        POST own_agreed 403 403  403  403  403   403  403  404  303  404  403
secretariat.propose_wording        POST own_draft 403  403  403  403  403   403  403  404  409  404  403
secretariat.agree_wording          POST own_proposed 403 403 403 403  409   409  409  404  403  404  403
secretariat.send_back_wording      POST own_proposed 403 403 403 403  422   422  422  404  403  404  403
secretariat.reword_question        GET  own_draft  in   in  403  403  403   403  403  404  200  404  403
secretariat.reword_question        POST own_draft 403  403  403  403  403   403  403  404  409  404  403
secretariat.drop_question          POST own_draft 403  403  403  403  403   403  403  404  409  404  403
secretariat.restore_question       POST own_draft 403  403  403  403  403   403  403  404  409  404  403
secretariat.add_question           GET  own_draft  in   in  403  403  403   403  403  404  200  404  403
secretariat.add_question           POST own_draft 403  403  403  403  403   403  403  404  422  404  403
secretariat.change_added_question  GET  own_draft  in   in  403  403  403   403  403  404  200  404  403
secretariat.change_added_question  POST own_draft 403  403  403  403  403   403  403  404  422  404  403
secretariat.take_out_question      POST own_draft 403  403  403  403  403   403  403  404  409  404  403
secretariat.operator_forums        GET  -          in   in  404  404  404   404  404  404  404  404  200
secretariat.operator_forums        POST -         403  403  404  404  404   404  404  404  404  404  422
secretariat.failed_mail            GET  -          in   in  404  404  404   404  404  404  404  404  200
secretariat.send_mail_again        POST unknown   403  403  404  404  404   404  404  404  404  404  404
secretariat.settings               GET  -          in   in  403  403  403   403  403  404  200  404  200
secretariat.settings               POST -         403  403  403  403  403   403  403  404  422  404  422

chair.results                      GET  closed     in   in  403  403  200   200  200  404  200  404  403
chair.results                      GET  used       in   in  403  403  200   200  200  404  200  404  403
chair.results                      GET  open       in   in  403  403  403   403  403  404  403  404  403
chair.results                      GET  typed      in   in  403  403  404   404  404  404  200  404  403
chair.summary                      GET  typed      in   in  403  403  404   404  404  404  200  404  403
chair.export                       GET  typed      in   in  403  403  404   404  404  404  200  404  403
chair.share                        GET  typed      in   in  403  403  404   404  404  404  404  404  403
chair.hopes                        GET  closed     in   in  403  403  200   200  200  404  200  404  403
chair.summary                      GET  closed     in   in  403  403  200   200  200  404  200  404  403
chair.chart                        GET  closed     in   in  403  403  200   200  200  404  200  404  403
chair.export                       GET  closed     in   in  403  403  200   200  200  404  200  404  403
chair.present_all                  GET  closed     in   in  403  403  200   200  200  404  200  404  403
chair.present                      GET  closed     in   in  403  403  200   200  200  404  200  404  403
chair.present_all                  GET  typed      in   in  403  403  404   404  404  404  200  404  403
chair.present                      GET  typed      in   in  403  403  404   404  404  404  200  404  403
chair.present_all                  GET  open       in   in  403  403  403   403  403  404  403  404  403
chair.present                      GET  open       in   in  403  403  403   403  403  404  403  404  403
chair.hopes                        GET  open       in   in  403  403  403   403  403  404  403  404  403
chair.summary                      GET  open       in   in  403  403  403   403  403  404  403  404  403
chair.chart                        GET  open       in   in  403  403  403   403  403  404  403  404  403
chair.export                       GET  open       in   in  403  403  403   403  403  404  403  404  403
chair.pack                         GET  closed     in   in  403  403  200   200  200  404  200  404  403
chair.pack                         GET  used       in   in  403  403  200   200  200  404  200  404  403
chair.pack                         GET  typed      in   in  403  403  404   404  404  404  200  404  403
chair.pack                         GET  open       in   in  403  403  403   403  403  404  403  404  403
chair.order_pack                   POST closed    403  403  403  403  303   303  303  404  303  404  403
chair.order_pack                   POST typed     403  403  403  403  404   404  404  404  303  404  403
chair.order_pack                   POST open      403  403  403  403  403   403  403  404  403  404  403
chair.pack_progress                GET  closed     in   in  403  403  200   200  200  404  200  404  403
chair.pack_progress                GET  open       in   in  403  403  403   403  403  404  403  404  403
chair.pack_document                GET  closed     in   in  403  403  303   303  303  404  303  404  403
chair.pack_document                GET  typed      in   in  403  403  404   404  404  404  303  404  403
chair.pack_document                GET  open       in   in  403  403  403   403  403  404  403  404  403
chair.comments                     GET  closed     in   in  403  403  200   200  403  404  403  404  403
chair.comments                     GET  open       in   in  403  403  403   403  403  404  403  404  403
chair.review_comments              POST closed    403  403  403  403  303   303  403  404  403  404  403
chair.share                        GET  closed     in   in  403  403  200   200  200  404  200  404  403
chair.priorities                   GET  closed     in   in  403  403  200   200  200  404  200  404  403
chair.priorities                   GET  open       in   in  403  403  403   403  403  404  403  404  403
chair.priorities                   GET  typed      in   in  403  403  404   404  404  404  404  404  403
chair.forum_priorities             GET  -          in   in  403  403  200   200  200  404  200  404  403
chair.add_priority                 GET  closed     in   in  403  403  200   200  200  404  403  404  403
chair.add_priority                 POST closed    403  403  403  403  422   422  422  404  403  404  403
chair.add_priority                 POST open      403  403  403  403  403   403  403  404  403  404  403
chair.adopt_suggestion             GET  closed     in   in  403  403  200   200  200  404  403  404  403
chair.adopt_suggestion             POST closed    403  403  403  403  422   422  422  404  403  404  403
chair.decline_suggestion           GET  closed     in   in  403  403  200   200  200  404  403  404  403
chair.decline_suggestion           POST closed    403  403  403  403  422   422  422  404  403  404  403
chair.change_priority              GET  closed/proposed in in 403 403 200 200 200 404 403 404 403
chair.change_priority              POST closed/proposed 403 403 403 403 422 422 422 404 403 404 403
chair.change_priority              GET  closed/shared in in 403 403 404 404 404 404 403 404 403
chair.end_priority                 GET  closed/agreed in in 403 403 200 200 200 404 403 404 403
chair.end_priority                 POST closed/agreed 403 403 403 403 422 422 422 404 403 404 403
chair.agree_to_priority            POST closed/proposed 403 403 403 403 409 409 409 404 403 404 403
chair.share                        GET  open       in   in  403  403  403   403  403  404  403  404  403
chair.agree                        POST closed    403  403  403  403  303   303  303  404  403  404  403
chair.agree                        POST open      403  403  403  403  403   403  403  404  403  404  403
chair.others                       GET  closed     in   in  403  403  200   200  200  404  200  404  403
chair.others                       GET  used       in   in  403  403  200   200  200  404  200  404  403
chair.others                       GET  open       in   in  403  403  403   403  403  404  403  404  403
chair.others                       GET  typed      in   in  403  403  404   404  404  404  404  404  403
chair.others_file                  GET  closed     in   in  403  403  404   404  404  404  404  404  403
chair.pool_agree                   POST closed    403  403  403  403  409   409  409  404  403  404  403
chair.pool_agree                   POST open      403  403  403  403  403   403  403  404  403  404  403
chair.pool_take_back               POST closed    403  403  403  403  409   409  409  404  403  404  403
"""

Row = tuple[str, str, str]  # endpoint, method, where


def _rows() -> tuple[tuple[str, ...], dict[Row, dict[str, str]]]:
    header, *lines = [line.split() for line in TABLE.strip().splitlines() if line]
    columns = tuple(header[3:])
    rows = {
        (endpoint, method, where): dict(zip(columns, cells, strict=True)) for endpoint, method, where, *cells in lines
    }
    assert len(rows) == len(lines), "a row stands twice"
    return columns, rows


COLUMNS, ROWS = _rows()
