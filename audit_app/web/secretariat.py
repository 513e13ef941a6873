"""The pages of the secretariat."""

from flask import Blueprint

blueprint = Blueprint("secretariat", __name__)
