"""Who may use which route about organisations' self-assessments, by actual status; as access_table.py for the rest.

| column | who asks |
|---|---|
| out | nobody who is signed in |
| memb, chair | a plain member, and a chair of the management side |
| secr, oper | the secretariat of this forum; who looks after the installation |
| lead, rep | the organisation's wellbeing lead (management side), and a contributor of the staff side |
| othr | a wellbeing lead of another organisation of the same forum |
| else | a wellbeing lead of another forum |

where: "signed" is an assessment that both sides have signed; "forum" is what concerns no single organisation; otherwise
an assessment that is being filled in.
"in" means: sent to the sign-in page.
"""

TABLE = """
endpoint                           send where      out memb chair secr oper lead  rep othr else
assessment.indicators              GET  -           in  403   403  403  403  200  200  404  404
assessment.indicators_chart        GET  -           in  403   403  403  403  200  200  404  404
assessment.figures_template        GET  -           in  403   403  403  403  200  200  404  404
assessment.add_indicator           GET  -           in  403   403  403  403  200  200  404  404
assessment.add_indicator           POST -          403  403   403  403  403  422  422  404  404
assessment.indicator               GET  -           in  403   403  403  403  200  200  404  404
assessment.indicator               POST -          403  403   403  403  403  422  422  404  404
assessment.change_indicator        GET  -           in  403   403  403  403  200  200  404  404
assessment.change_indicator        POST -          403  403   403  403  403  422  422  404  404
assessment.remove_indicator        GET  -           in  403   403  403  403  200  200  404  404
assessment.remove_indicator        POST -          403  403   403  403  403  303  303  404  404
assessment.remove_figure           POST -          403  403   403  403  403  303  303  404  404
assessment.upload_figures          GET  -           in  403   403  403  403  200  200  404  404
assessment.upload_figures          POST -          403  403   403  403  403  422  422  404  404
assessment.store_figures           POST -          403  403   403  403  403  422  422  404  404
assessment.overview                GET  -                 in  200   200  200  403  200  200  200  404
assessment.organisations           GET  -                 in  403   403  200  403  403  403  403  404
assessment.organisations           POST -                403  403   403  422  403  403  403  403  404
assessment.contributors            GET  -                 in  403   403  200  403  200  200  404  404
assessment.contributors            POST -                403  403   403  422  403  422  403  404  404
assessment.change_contributor      GET  -           in  403   403  200  403  200  403  404  404
assessment.change_contributor      POST -          403  403   403  303  403  303  403  404  404
assessment.remove_contributor      GET  -                 in  403   403  200  403  200  403  404  404
assessment.remove_contributor      POST -                403  403   403  303  403  303  403  404  404
assessment.begin                   GET  -                 in  403   403  403  403  200  403  404  404
assessment.begin                   POST -                403  403   403  403  403  422  403  404  404
assessment.join_round              POST -                403  403   403  403  403  303  403  404  404
assessment.home                    GET  -                 in  403   403  403  403  200  200  404  404
assessment.home                    GET  signed            in  403   403  403  403  200  200  404  404
assessment.element                 GET  -                 in  403   403  403  403  200  200  404  404
assessment.element                 POST -                403  403   403  403  403  303  303  404  404
assessment.agree                   GET  -                 in  403   403  403  403  200  200  404  404
assessment.agree                   POST -                403  403   403  403  403  303  303  404  404
assessment.item                    GET  -                 in  403   403  403  403  200  200  404  404
assessment.item                    POST -                403  403   403  403  403  303  303  404  404
assessment.add_evidence            POST -                403  403   403  403  403  422  422  404  404
assessment.evidence                GET  -                 in  403   403  403  403  200  200  404  404
assessment.evidence                POST -                403  403   403  403  403  422  422  404  404
assessment.add_action_for_item     POST -                403  403   403  403  403  422  422  404  404
assessment.words                   GET  -                 in  403   403  403  403  200  200  404  404
assessment.words                   POST -                403  403   403  403  403  303  303  404  404
assessment.sign                    GET  -                 in  403   403  403  403  200  200  404  404
assessment.sign                    POST -                403  403   403  403  403  422  422  404  404
assessment.working_copy            GET  -                 in  403   403  403  403  200  200  404  404
assessment.record                  GET  -                 in  403   403  403  403  200  200  404  404
assessment.withdraw_assessment     GET  -                 in  403   403  403  403  200  403  404  404
assessment.withdraw_assessment     POST -                403  403   403  403  403  303  403  404  404
assessment.results                 GET  -                 in  403   403  403  403  200  200  404  404
assessment.results                 GET  signed            in  403   403  403  403  200  200  404  404
assessment.documents               GET  -             in  403   403  403  403  200  200  404  404
assessment.documents               GET  signed        in  403   403  403  403  200  200  404  404
assessment.order_documents         POST -            403  403   403  403  403  303  303  404  404
assessment.documents_progress      GET  -             in  403   403  403  403  200  200  404  404
assessment.document                GET  -             in  403   403  403  403  303  303  404  404
assessment.document                GET  signed        in  403   403  403  403  303  303  404  404
assessment.theme_documents         GET  forum         in  200   200  200  403  200  200  200  404
assessment.order_theme_documents   POST forum        403  303   303  303  403  303  303  303  404
assessment.theme_documents_progress GET forum         in  200   200  200  403  200  200  200  404
assessment.theme_document          GET  forum         in  303   303  303  403  303  303  303  404
assessment.export                  GET  -             in  403   403  403  403  200  200  404  404
assessment.export                  GET  signed        in  403   403  403  403  200  200  404  404
assessment.working_copy_file       GET  -             in  403   403  403  403  200  200  404  404
assessment.bring_back              GET  -             in  403   403  403  403  200  200  404  404
assessment.bring_back              POST -            403  403   403  403  403  422  422  404  404
assessment.save_bring_back         POST -            403  403   403  403  403  422  422  404  404
assessment.shared_files            GET  forum         in  200   200  200  403  200  200  200  404
assessment.bring_in                GET  -             in  403   403  403  403  200  403  404  404
assessment.bring_in                POST -            403  403   403  403  403  422  403  404  404
assessment.bring_in_columns        POST -            403  403   403  403  403  422  403  404  404
assessment.store_bring_in          POST -            403  403   403  403  403  422  403  404  404
assessment.chart                   GET  -                 in  403   403  403  403  200  200  404  404
assessment.chart                   GET  signed            in  403   403  403  403  200  200  404  404
assessment.share_assessment        GET  -                 in  403   403  403  403  200  200  404  404
assessment.share_assessment        POST -                403  403   403  403  403  409  403  404  404
assessment.share_assessment        GET  signed            in  403   403  403  403  200  200  404  404
assessment.share_assessment        POST signed           403  403   403  403  403  303  403  404  404
assessment.actions                 GET  -                 in  403   403  403  403  200  200  404  404
assessment.actions                 POST -                403  403   403  403  403  422  422  404  404
assessment.change_one_action       GET  -                 in  403   403  403  403  200  200  404  404
assessment.change_one_action       POST -                403  403   403  403  403  303  303  404  404
assessment.mark_action_done        POST -                403  403   403  403  403  303  303  404  404
assessment.actions_calendar_file   GET  -                 in  403   403  403  403  200  200  404  404
assessment.rounds                  GET  forum       in  403   403  200  403  403  403  403  404
assessment.rounds                  POST forum      403  403   403  422  403  403  403  403  404
assessment.assessment_round        GET  forum       in  403   403  200  403  403  403  403  404
assessment.tell_round              POST forum      403  403   403  303  403  403  403  403  404
assessment.end_round               GET  forum       in  403   403  200  403  403  403  403  404
assessment.end_round               POST forum      403  403   403  303  403  403  403  403  404
assessment.forum_view              GET  forum       in  200   200  200  403  200  200  200  404
assessment.together_chart          GET  forum       in  200   200  200  403  200  200  200  404
assessment.practice                GET  forum       in  200   200  200  403  200  200  200  404
assessment.practice_note           GET  forum       in  200   200  200  403  200  200  200  404
assessment.poster                  GET  forum       in  200   200  200  403  200  200  200  404
assessment.own_practice            GET  -           in  403   403  403  403  200  200  404  404
assessment.write_note              GET  -           in  403   403  403  403  200  200  404  404
assessment.write_note              POST -          403  403   403  403  403  422  422  404  404
assessment.own_note                GET  -           in  403   403  403  403  200  200  404  404
assessment.own_note                POST -          403  403   403  403  403  422  422  404  404
assessment.publish_note            POST -          403  403   403  403  403  303  403  404  404
assessment.withdraw_note           POST -          403  403   403  403  403  303  403  404  404
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
