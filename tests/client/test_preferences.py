from piment.client.preferences import Preferences


def test_who_has_no_wishes_says_so() -> None:
    wishes = Preferences()
    assert (wishes.fullscreen, wishes.color_depth, wishes.smartcard) == (None, None, None)
    assert wishes.hotkeys == {}
    assert wishes == Preferences(hotkeys={})
    assert hash(wishes) == hash(Preferences(hotkeys={"zoom-in": "f1"}))
