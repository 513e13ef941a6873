"""The pages of the chair."""

from flask import Blueprint

blueprint = Blueprint("chair", __name__)
