"""What somebody did to a file that it does not fit any more: slips and pastes, told as one."""
